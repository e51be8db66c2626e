package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Asks each question once, and only so many. Not for several threads. */
final class RememberedDns implements Dns {

  /** Memory for answers; exists terms ask one question for each client. */
  private static final int MAX_REMEMBERED = 20_000;

  private record Question(String type, DomainName name) {}

  private final Dns dns;
  private final int limit;
  private final Map<Question, DnsAnswer<?>> answers = new HashMap<>();
  private int asked;

  private RememberedDns(Dns dns, int limit) {
    this.dns = dns;
    this.limit = limit;
  }

  /** Any number of questions, which the evaluator limits by itself. */
  static RememberedDns unlimited(Dns dns) {
    return new RememberedDns(dns, Integer.MAX_VALUE);
  }

  /** Answers {@link DnsAnswer.Failed} after so many questions. */
  static RememberedDns limited(Dns dns, int questions) {
    return new RememberedDns(dns, questions);
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return remembered("TXT", name, () -> dns.txt(name));
  }

  @Override
  public DnsAnswer<String> retiredSpf(DomainName name) {
    return remembered("SPF", name, () -> dns.retiredSpf(name));
  }

  @Override
  public DnsAnswer<InetAddress> a(DomainName name) {
    return remembered("A", name, () -> dns.a(name));
  }

  @Override
  public DnsAnswer<InetAddress> aaaa(DomainName name) {
    return remembered("AAAA", name, () -> dns.aaaa(name));
  }

  @Override
  public DnsAnswer<MailExchange> mx(DomainName name) {
    return remembered("MX", name, () -> dns.mx(name));
  }

  @Override
  public DnsAnswer<DomainName> ptr(InetAddress address) {
    return remembered("PTR", IpAddresses.reverseName(address), () -> dns.ptr(address));
  }

  @SuppressWarnings("unchecked") // each type of question has one type of answer
  private <T> DnsAnswer<T> remembered(String type, DomainName name, Supplier<DnsAnswer<T>> ask) {
    Question question = new Question(type, name);
    DnsAnswer<?> known = answers.get(question);
    if (known != null) {
      return (DnsAnswer<T>) known;
    }
    if (asked >= limit) {
      return new DnsAnswer.Failed<>("More than " + limit + " questions would be needed.");
    }
    asked++;
    DnsAnswer<T> answer = ask.get();
    if (answers.size() < MAX_REMEMBERED) {
      answers.put(question, answer);
    }
    return answer;
  }
}
