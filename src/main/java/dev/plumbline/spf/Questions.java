package dev.plumbline.spf;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.MailExchange;
import dev.plumbline.dns.Question;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Asks DNS for one evaluation and keeps what was asked for the trace. */
final class Questions {

  private static final Publication NO_RECORD = new Publication.NotOne(0);

  private final Dns dns;
  private final Publications publications;
  private final boolean ip6;
  private List<SpfTrace.Question> log = List.of();

  /**
   * @param ip6 whether the client has an IPv6 address
   */
  Questions(Dns dns, Publications publications, boolean ip6) {
    this.dns = dns;
    this.publications = publications;
    this.ip6 = ip6;
  }

  /** The SPF record of a name. */
  Publication spf(DomainName name) {
    Question<String> question = Question.txt(name);
    DnsAnswer<String> answer = dns.ask(question);
    if (answer instanceof DnsAnswer.Found<String> found) {
      Publications.Known known = publications.of(found.values());
      log(SpfTrace.Question.of(question, answer, known.summary()));
      return known.publication();
    }
    log(SpfTrace.Question.of(question, answer));
    return answer instanceof DnsAnswer.Failed<String> failed
        ? new Publication.Unanswered(failed.reason())
        : NO_RECORD;
  }

  DnsAnswer<String> txt(DomainName name) {
    return logged(Question.txt(name));
  }

  DnsAnswer<InetAddress> a(DomainName name) {
    return logged(Question.a(name));
  }

  /** A for an IPv4 client, AAAA for an IPv6 client (RFC 7208 section 5). */
  DnsAnswer<InetAddress> addresses(DomainName name) {
    return ip6 ? logged(Question.aaaa(name)) : a(name);
  }

  DnsAnswer<MailExchange> mx(DomainName name) {
    return logged(Question.mx(name));
  }

  /** The PTR records of an address. */
  DnsAnswer<DomainName> ptr(InetAddress client) {
    return logged(Question.ptr(client));
  }

  /** Hands over what was asked since the last call. */
  List<SpfTrace.Question> take() {
    List<SpfTrace.Question> taken = log;
    log = List.of();
    return taken;
  }

  private <T> DnsAnswer<T> logged(Question<T> question) {
    DnsAnswer<T> answer = dns.ask(question);
    log(SpfTrace.Question.of(question, answer));
    return answer;
  }

  private void log(SpfTrace.Question question) {
    if (log.isEmpty()) {
      log = new ArrayList<>();
    }
    log.add(question);
  }
}
