package dev.plumbline.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * DNS in memory. A name exists if it or a name below it holds a record; names on the fail list
 * answer {@link DnsAnswer.Failed}; CNAMEs are followed as {@link Dns} promises.
 */
public final class FakeDns implements Dns {

  private static final Duration TTL = Duration.ofMinutes(5);

  private record Key(DomainName name, String type) {}

  private final Map<Key, List<Object>> records = new HashMap<>();
  private final Set<DomainName> existing = new HashSet<>();
  private final Map<DomainName, DomainName> aliases = new HashMap<>();
  private final Map<DomainName, String> wildcards = new HashMap<>();
  private final Set<Key> failing = new HashSet<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  public FakeDns txt(String name, String... texts) {
    return put(name, "TXT", (Object[]) texts);
  }

  /** A text of names below one that do not exist themselves, nor lie below another that does. */
  public FakeDns wildcardTxt(String parent, String text) {
    wildcards.put(exists(parent), text);
    return this;
  }

  public FakeDns retiredSpf(String name, String... texts) {
    return put(name, "SPF", (Object[]) texts);
  }

  public FakeDns a(String name, String... addresses) {
    for (String address : addresses) {
      put(name, "A", IpAddresses.parseIp4(address).orElseThrow());
    }
    return this;
  }

  public FakeDns aaaa(String name, String... addresses) {
    for (String address : addresses) {
      put(name, "AAAA", IpAddresses.parseIp6(address).orElseThrow());
    }
    return this;
  }

  public FakeDns mx(String name, int preference, String exchange) {
    DomainName host = exchange.isEmpty() ? DomainName.ROOT : DomainName.of(exchange);
    return put(name, "MX", new MailExchange(preference, host));
  }

  public FakeDns ptr(String address, String... names) {
    String reverse = IpAddresses.reverseName(IpAddresses.parse(address).orElseThrow()).toString();
    return ptrAt(reverse, names);
  }

  public FakeDns ptrAt(String reverseName, String... names) {
    for (String name : names) {
      put(reverseName, "PTR", DomainName.of(name));
    }
    return this;
  }

  public FakeDns tlsa(String name, String... records) {
    return put(name, "TLSA", (Object[]) records);
  }

  public FakeDns cname(String name, String target) {
    aliases.put(exists(name), DomainName.of(target));
    return this;
  }

  /** Makes a question fail, as a time-out does. */
  public FakeDns fail(String name, String type) {
    failing.add(new Key(exists(name), type));
    return this;
  }

  /** Makes every question for a name fail that has no record of its own. */
  public FakeDns failRest(String name) {
    for (String type : List.of("TXT", "A", "AAAA", "MX", "PTR")) {
      if (!records.containsKey(new Key(DomainName.of(name), type))) {
        fail(name, type);
      }
    }
    return this;
  }

  /** Forgets the records of a name and type. */
  public FakeDns remove(String name, String type) {
    records.remove(new Key(DomainName.of(name), type));
    return this;
  }

  /** All questions so far, as {@code TYPE name}. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  @SuppressWarnings("unchecked") // an alias leads to a name
  public <T> DnsAnswer<T> ask(Question<T> question) {
    DomainName name = question.name();
    if (question.type() != Question.Type.CNAME) {
      return answer(name, question.type().name());
    }
    return aliases.containsKey(name)
        ? (DnsAnswer<T>) new DnsAnswer.Found<>(List.of(aliases.get(name)), TTL)
        : new DnsAnswer.NoData<>(TTL);
  }

  /** PTR records of a name under {@code arpa}. */
  public DnsAnswer<DomainName> ptrAt(DomainName reverseName) {
    return answer(reverseName, "PTR");
  }

  private FakeDns put(String name, String type, Object... values) {
    records.computeIfAbsent(new Key(exists(name), type), key -> new ArrayList<>());
    records.get(new Key(DomainName.of(name), type)).addAll(List.of(values));
    return this;
  }

  private DomainName exists(String name) {
    DomainName domain = DomainName.of(name);
    for (DomainName n = domain; !n.equals(DomainName.ROOT); n = n.parent().orElseThrow()) {
      existing.add(n);
    }
    return domain;
  }

  @SuppressWarnings("unchecked") // put pairs each type with its class
  private <T> DnsAnswer<T> answer(DomainName asked, String type) {
    this.asked.add(type + " " + asked);
    DomainName name = asked;
    Set<DomainName> seen = new HashSet<>();
    while (aliases.containsKey(name)) {
      if (!seen.add(name)) {
        return new DnsAnswer.Failed<>("The CNAME chain from " + asked + " is a loop.");
      }
      name = aliases.get(name);
    }
    List<Object> found = records.get(new Key(name, type));
    if (failing.contains(new Key(name, type))) {
      return new DnsAnswer.Failed<>("No server answered for " + name + ".");
    }
    if (found != null) {
      return new DnsAnswer.Found<>((List<T>) found, TTL);
    }
    if (existing.contains(name)) {
      return new DnsAnswer.NoData<>(TTL);
    }
    String text = wildcards.get(closestEncloser(name));
    if (text == null) {
      return new DnsAnswer.NoSuchDomain<>(TTL);
    }
    return type.equals("TXT")
        ? new DnsAnswer.Found<>((List<T>) List.of(text), TTL)
        : new DnsAnswer.NoData<>(TTL);
  }

  private DomainName closestEncloser(DomainName name) {
    DomainName n = name;
    while (!existing.contains(n) && !n.equals(DomainName.ROOT)) {
      n = n.parent().orElseThrow();
    }
    return n;
  }
}
