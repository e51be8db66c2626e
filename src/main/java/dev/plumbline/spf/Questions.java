package dev.plumbline.spf;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfTrace.Question;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Asks DNS for one evaluation and keeps what was asked for the trace. */
final class Questions {

  private static final int VALUES_SHOWN = 5;
  private static final int CHARACTERS_SHOWN = 200;

  private final Dns dns;
  private final InetAddress client;
  private final List<Question> log = new ArrayList<>();

  Questions(Dns dns, InetAddress client) {
    this.dns = dns;
    this.client = client;
  }

  DnsAnswer<String> txt(DomainName name) {
    return logged("TXT", name, dns.txt(name), text -> text);
  }

  DnsAnswer<InetAddress> a(DomainName name) {
    return logged("A", name, dns.a(name), IpAddresses::toText);
  }

  /** A for an IPv4 client, AAAA for an IPv6 client (RFC 7208 section 5). */
  DnsAnswer<InetAddress> addresses(DomainName name) {
    return client instanceof Inet4Address
        ? a(name)
        : logged("AAAA", name, dns.aaaa(name), IpAddresses::toText);
  }

  DnsAnswer<Dns.MailExchange> mx(DomainName name) {
    return logged("MX", name, dns.mx(name), mx -> mx.preference() + " " + mx.exchange());
  }

  /** The PTR records of the client. */
  DnsAnswer<DomainName> ptr() {
    return logged("PTR", IpAddresses.reverseName(client), dns.ptr(client), DomainName::toString);
  }

  /** Hands over what was asked since the last call. */
  List<Question> take() {
    List<Question> taken = List.copyOf(log);
    log.clear();
    return taken;
  }

  private <T> DnsAnswer<T> logged(
      String type, DomainName name, DnsAnswer<T> answer, Function<T, String> text) {
    log.add(new Question(type, name.toString(), summary(answer, text)));
    return answer;
  }

  private static <T> String summary(DnsAnswer<T> answer, Function<T, String> text) {
    if (answer instanceof DnsAnswer.Found) {
      List<String> shown =
          answer.values().stream().limit(VALUES_SHOWN).map(text).map(Questions::shortened).toList();
      int more = answer.values().size() - shown.size();
      return String.join(", ", shown) + (more == 0 ? "" : ", and " + more + " more");
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
