package dev.plumbline.spf;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfTrace.Question;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Asks DNS for one evaluation and keeps what was asked for the trace. */
final class Questions {

  private static final int VALUES_SHOWN = 5;
  private static final int CHARACTERS_SHOWN = 200;

  private static final Publication NO_RECORD = new Publication.NotOne(0);

  private final Dns dns;
  private final Publications publications;
  private final boolean ip6;
  private List<Question> log = List.of();

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
    DnsAnswer<String> answer = dns.txt(name);
    if (answer instanceof DnsAnswer.Found<String> found) {
      Publications.Known known = publications.of(found.values());
      log(question("TXT", name, known.summary(), answer));
      return known.publication();
    }
    logged("TXT", name, answer, text -> text);
    return answer instanceof DnsAnswer.Failed<String> failed
        ? new Publication.Unanswered(failed.reason())
        : NO_RECORD;
  }

  DnsAnswer<String> txt(DomainName name) {
    return logged("TXT", name, dns.txt(name), text -> text);
  }

  DnsAnswer<InetAddress> a(DomainName name) {
    return logged("A", name, dns.a(name), IpAddresses::toText);
  }

  /** A for an IPv4 client, AAAA for an IPv6 client (RFC 7208 section 5). */
  DnsAnswer<InetAddress> addresses(DomainName name) {
    return ip6 ? logged("AAAA", name, dns.aaaa(name), IpAddresses::toText) : a(name);
  }

  DnsAnswer<Dns.MailExchange> mx(DomainName name) {
    return logged("MX", name, dns.mx(name), mx -> mx.preference() + " " + mx.exchange());
  }

  /** The PTR records of an address. */
  DnsAnswer<DomainName> ptr(InetAddress client) {
    return logged("PTR", IpAddresses.reverseName(client), dns.ptr(client), DomainName::toString);
  }

  /** Hands over what was asked since the last call. */
  List<Question> take() {
    List<Question> taken = log;
    log = List.of();
    return taken;
  }

  private <T> DnsAnswer<T> logged(
      String type, DomainName name, DnsAnswer<T> answer, Function<T, String> text) {
    log(question(type, name, answer, text));
    return answer;
  }

  private void log(Question question) {
    if (log.isEmpty()) {
      log = new ArrayList<>();
    }
    log.add(question);
  }

  /** A question and its answer for people. */
  static <T> Question question(
      String type, DomainName name, DnsAnswer<T> answer, Function<T, String> text) {
    return question(type, name, summary(answer, text), answer);
  }

  private static Question question(
      String type, DomainName name, String summary, DnsAnswer<?> answer) {
    return new Question(type, name.toString(), summary, answer.age().toSeconds());
  }

  /** Records for people to read, not all of them if there are many. */
  static <T> String summary(List<T> values, Function<T, String> text) {
    List<String> shown =
        values.stream().limit(VALUES_SHOWN).map(text).map(Questions::shortened).toList();
    int more = values.size() - shown.size();
    return String.join(", ", shown) + (more == 0 ? "" : ", and " + more + " more");
  }

  private static <T> String summary(DnsAnswer<T> answer, Function<T, String> text) {
    if (answer instanceof DnsAnswer.Found) {
      return summary(answer.values(), text);
    }
    if (answer instanceof DnsAnswer.NoData) {
      return "no such record";
    }
    if (answer instanceof DnsAnswer.NoSuchDomain) {
      return "no such domain";
    }
    if (answer instanceof DnsAnswer.Failed<T> failed) {
      return "failed: " + shortened(failed.reason());
    }
    throw new AssertionError(answer);
  }

  private static String shortened(String text) {
    return text.length() <= CHARACTERS_SHOWN ? text : text.substring(0, CHARACTERS_SHOWN) + "...";
  }
}
