package dev.plumbline.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;

/**
 * The DNS questions the protocol rooms ask. Blocking; an implementation bounds the time of each
 * question and never throws for what DNS may answer: trouble is {@link DnsAnswer.Failed}.
 *
 * <p>CNAMEs are followed by the implementation (RFC 1034 section 3.6.2); answers carry the records
 * found at the end of the chain.
 */
public interface Dns {

  /** TXT records; the strings of one record are joined without separator, octets as ISO 8859-1. */
  DnsAnswer<String> txt(DomainName name);

  /** A records. */
  DnsAnswer<InetAddress> a(DomainName name);

  /** AAAA records. */
  DnsAnswer<InetAddress> aaaa(DomainName name);

  /** MX records, by rising preference; a null MX (RFC 7505) has the root as its exchange. */
  DnsAnswer<MailExchange> mx(DomainName name);

  /**
   * Records of the type SPF (99), which RFC 7208 section 3.1 retired; only a check for records
   * published in the wrong place asks. An implementation may not know the type.
   */
  default DnsAnswer<String> retiredSpf(DomainName name) {
    return new DnsAnswer.NoData<>(Duration.ZERO);
  }

  /**
   * The name that a CNAME record of exactly this name leads to; the one question for which aliases
   * are not followed. An implementation may not know them, and says no data.
   */
  default DnsAnswer<DomainName> cname(DomainName name) {
    return new DnsAnswer.NoData<>(Duration.ZERO);
  }

  /** PTR records of the reverse name of an address. */
  DnsAnswer<DomainName> ptr(InetAddress address);

  /**
   * The addresses of a host that a reverse name leads to. There is one such host for each source,
   * so an implementation that keeps answers must not let them drive out the records that many
   * share.
   *
   * @param like an address of the family that is asked for
   */
  default DnsAnswer<InetAddress> confirming(DomainName host, InetAddress like) {
    return like instanceof Inet4Address ? a(host) : aaaa(host);
  }

  /**
   * Names where the answers come from, such as the servers and a zone file. What was asked there
   * and kept serves others who ask there too, and nobody else.
   *
   * @return empty if answers are not to be shared
   */
  default String origin() {
    return "";
  }

  /**
   * One MX record.
   *
   * @param preference 0 to 65535, lower is tried first
   * @param exchange the mail host
   */
  record MailExchange(int preference, DomainName exchange) {}
}
