package dev.plumbline.dns;

import java.net.InetAddress;

/**
 * The DNS questions the protocol rooms ask. Blocking; an implementation bounds the time of each
 * question and never throws for what DNS may answer: trouble is {@link DnsAnswer.Failed}.
 *
 * <p>CNAMEs are followed by the implementation (RFC 1034 section 3.6.2); answers carry the records
 * found at the end of the chain.
 *
 * <p>Whoever stands before another {@code Dns} implements {@link #ask} and nothing else.
 */
public interface Dns {

  /** The answer to a question. */
  <T> DnsAnswer<T> ask(Question<T> question);

  /** TXT records; the strings of one record are joined without separator, octets as ISO 8859-1. */
  default DnsAnswer<String> txt(DomainName name) {
    return ask(Question.txt(name));
  }

  /** A records. */
  default DnsAnswer<InetAddress> a(DomainName name) {
    return ask(Question.a(name));
  }

  /** AAAA records. */
  default DnsAnswer<InetAddress> aaaa(DomainName name) {
    return ask(Question.aaaa(name));
  }

  /** MX records, by rising preference; a null MX (RFC 7505) has the root as its exchange. */
  default DnsAnswer<MailExchange> mx(DomainName name) {
    return ask(Question.mx(name));
  }

  /**
   * Records of the type SPF (99), which RFC 7208 section 3.1 retired; only a check for records
   * published in the wrong place asks.
   */
  default DnsAnswer<String> retiredSpf(DomainName name) {
    return ask(Question.retiredSpf(name));
  }

  /**
   * The name that a CNAME record of exactly this name leads to; the one question for which aliases
   * are not followed.
   */
  default DnsAnswer<DomainName> cname(DomainName name) {
    return ask(Question.cname(name));
  }

  /** PTR records of the reverse name of an address. */
  default DnsAnswer<DomainName> ptr(InetAddress address) {
    return ask(Question.ptr(address));
  }

  /**
   * The addresses of a host that a reverse name leads to.
   *
   * @param like an address of the family that is asked for
   */
  default DnsAnswer<InetAddress> confirming(DomainName host, InetAddress like) {
    return ask(Question.confirming(host, like));
  }

  /**
   * Names where the answers come from, such as the servers and a zone file. What was asked there
   * and kept serves others who ask there too, and nobody else.
   *
   * @return empty if answers are not to be shared, as those of a {@code Dns} before another are not
   */
  default String origin() {
    return "";
  }
}
