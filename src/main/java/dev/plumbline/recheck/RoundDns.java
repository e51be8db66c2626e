package dev.plumbline.recheck;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * DNS as one round sees it: a question that was answered keeps its answer, so that all verdicts of
 * a round rest on the same records. Any number of threads may ask.
 */
final class RoundDns implements Dns {

  /** Macros make questions without end; what comes after so many is asked each time. */
  private static final int MOST_KEPT = 20_000;

  private record Question(String type, DomainName name) {}

  private final Dns dns;
  private final Map<Question, DnsAnswer<?>> kept = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Duration> shortest = new AtomicReference<>();

  RoundDns(Dns dns) {
    this.dns = dns;
  }

  /** Forgets the answers if there are many; what rests on them must be done by now. */
  void makeRoom() {
    if (kept.size() > MOST_KEPT / 4) {
      kept.clear();
    }
  }

  /** The shortest TTL of all answers but reverse names; zero if DNS failed, null without one. */
  @Nullable Duration shortestTtl() {
    return shortest.get();
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return answer("TXT", name, () -> dns.txt(name));
  }

  @Override
  public DnsAnswer<InetAddress> a(DomainName name) {
    return answer("A", name, () -> dns.a(name));
  }

  @Override
  public DnsAnswer<InetAddress> aaaa(DomainName name) {
    return answer("AAAA", name, () -> dns.aaaa(name));
  }

  @Override
  public DnsAnswer<MailExchange> mx(DomainName name) {
    return answer("MX", name, () -> dns.mx(name));
  }

  @Override
  public DnsAnswer<DomainName> cname(DomainName name) {
    return answer("CNAME", name, () -> dns.cname(name));
  }

  /** Each address is asked about once in a round, so nothing is kept. */
  @Override
  public DnsAnswer<DomainName> ptr(InetAddress address) {
    return dns.ptr(address);
  }

  @Override
  public DnsAnswer<InetAddress> confirming(DomainName host, InetAddress like) {
    return dns.confirming(host, like);
  }

  @Override
  public String origin() {
    return dns.origin();
  }

  @SuppressWarnings("unchecked") // the methods above pair each type with its class
  private <T> DnsAnswer<T> answer(String type, DomainName name, Supplier<DnsAnswer<T>> question) {
    Question key = new Question(type, name);
    DnsAnswer<?> known = kept.get(key);
    if (known != null) {
      return (DnsAnswer<T>) known;
    }
    DnsAnswer<T> answer = question.get();
    shortest.accumulateAndGet(
        answer.ttl(), (one, other) -> one == null || other.compareTo(one) < 0 ? other : one);
    if (kept.size() >= MOST_KEPT) {
      return answer;
    }
    DnsAnswer<?> first = kept.putIfAbsent(key, answer);
    return first == null ? answer : (DnsAnswer<T>) first;
  }
}
