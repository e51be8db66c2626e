package dev.plumbline.spf;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfTrace.Question;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * DNS for a compilation: each question goes out once, and may go out only while some address whose
 * evaluation would ask it is being followed.
 */
final class AskedOnce {

  private record Key(String type, DomainName name) {}

  private final Dns dns;
  private final Map<Key, DnsAnswer<?>> answers = new HashMap<>();
  private final List<Question> asked = new ArrayList<>();
  private @Nullable Duration ttl;

  AskedOnce(Dns dns) {
    this.dns = dns;
  }

  /** TXT records; null if the answer is not known and {@code mayAsk} is false. */
  @Nullable DnsAnswer<String> txt(DomainName name, boolean mayAsk) {
    return answer("TXT", name, mayAsk, () -> dns.txt(name), text -> text);
  }

  /** A or AAAA records; null if the answer is not known and {@code mayAsk} is false. */
  @Nullable DnsAnswer<InetAddress> addresses(DomainName name, boolean ip6, boolean mayAsk) {
    return ip6
        ? answer("AAAA", name, mayAsk, () -> dns.aaaa(name), IpAddresses::toText)
        : answer("A", name, mayAsk, () -> dns.a(name), IpAddresses::toText);
  }

  /** MX records; null if the answer is not known and {@code mayAsk} is false. */
  @Nullable DnsAnswer<Dns.MailExchange> mx(DomainName name, boolean mayAsk) {
    return answer(
        "MX", name, mayAsk, () -> dns.mx(name), mx -> mx.preference() + " " + mx.exchange());
  }

  /** What went out. */
  List<Question> asked() {
    return List.copyOf(asked);
  }

  /** The smallest TTL of all answers; a failure is good for no time. */
  Duration ttl() {
    return ttl == null ? Duration.ZERO : ttl;
  }

  @SuppressWarnings("unchecked") // the methods above pair each type with its class
  private <T> @Nullable DnsAnswer<T> answer(
      String type,
      DomainName name,
      boolean mayAsk,
      Supplier<DnsAnswer<T>> question,
      Function<T, String> text) {
    Key key = new Key(type, name);
    DnsAnswer<T> known = (DnsAnswer<T>) answers.get(key);
    if (known != null || !mayAsk) {
      return known;
    }
    DnsAnswer<T> answer = question.get();
    answers.put(key, answer);
    asked.add(Questions.question(type, name, answer, text));
    if (ttl == null || answer.ttl().compareTo(ttl) < 0) {
      ttl = answer.ttl();
    }
    return answer;
  }
}
