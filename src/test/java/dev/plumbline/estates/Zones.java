package dev.plumbline.estates;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.standing.remedy.Remedy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** DNS as it changes over the days of an estate. Days count from the first; to is excluded. */
final class Zones {

  /** No end. */
  static final int ALWAYS = 10_000;

  private record Entry(String name, String type, String value, int from, int to) {
    boolean isOn(int day) {
      return from <= day && day < to;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, List<Entry>> terms = new LinkedHashMap<>();
  private final Map<String, String> closings = new HashMap<>();
  private final List<Remedy.Change> published = new ArrayList<>();
  private final Map<String, String> wildcards = new HashMap<>();
  private final Map<Integer, Dns> cache = new HashMap<>();

  void add(String type, String name, String value) {
    add(type, name, value, 0, ALWAYS);
  }

  /**
   * A record that exists for some days.
   *
   * @param type TXT, A, AAAA, PTR (named by its address), MX, CNAME, or FAIL for questions about
   *     TXT that nobody answers
   */
  void add(String type, String name, String value, int from, int to) {
    entries.add(new Entry(name, type, value, from, to));
  }

  /** Starts the SPF record of a name, which ends as told. */
  void spf(String name, String closing) {
    closings.put(name, closing);
    terms.computeIfAbsent(name, unused -> new ArrayList<>());
  }

  boolean hasSpf(String name) {
    return closings.containsKey(name);
  }

  void term(String name, String term, int from, int to) {
    terms.get(name).add(new Entry(name, "TERM", term, from, to));
  }

  /** A text of each name below one that does not exist itself, nor lies below another that does. */
  void wildcard(String parent, String text) {
    wildcards.put(parent, text);
  }

  /** Publishes what a remedy says. */
  void publish(Remedy.Change change) {
    published.add(change);
    cache.clear();
  }

  /** The days on which something is another way than on the day before. */
  TreeSet<Integer> changes() {
    TreeSet<Integer> days = new TreeSet<>();
    List<Entry> all = new ArrayList<>(entries);
    terms.values().forEach(all::addAll);
    for (Entry entry : all) {
      if (entry.from() > 0) {
        days.add(entry.from());
      }
      if (entry.to() < ALWAYS) {
        days.add(entry.to());
      }
    }
    return days;
  }

  /** DNS on a day. What remedies published is always there. */
  Dns on(int day) {
    Integer since = changes().floor(day);
    return cache.computeIfAbsent(since == null ? 0 : since, this::build);
  }

  private boolean wasEver(Remedy.Change change) {
    return terms.containsKey(change.name())
        // To who asks, the text of a wildcard is that of the name.
        || wildcards.entrySet().stream()
            .anyMatch(
                wildcard ->
                    change.name().endsWith("." + wildcard.getKey())
                        && wildcard.getValue().equals(change.before()))
        || entries.stream()
            .anyMatch(
                entry ->
                    entry.name().equals(change.name()) && entry.value().equals(change.before()));
  }

  private Dns build(int day) {
    FakeDns dns = new FakeDns();
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (!entry.isOn(day)) {
        continue;
      }
      switch (entry.type()) {
        case "TXT" ->
            texts.computeIfAbsent(entry.name(), unused -> new ArrayList<>()).add(entry.value());
        case "A" -> dns.a(entry.name(), entry.value());
        case "AAAA" -> dns.aaaa(entry.name(), entry.value());
        case "PTR" -> dns.ptr(entry.name(), entry.value());
        case "MX" -> dns.mx(entry.name(), 10, entry.value());
        case "CNAME" -> dns.cname(entry.name(), entry.value());
        case "FAIL" -> dns.fail(entry.name(), "TXT");
        default -> throw new IllegalArgumentException(entry.type());
      }
    }
    terms.forEach(
        (name, ofName) -> {
          StringBuilder record = new StringBuilder("v=spf1");
          ofName.stream()
              .filter(term -> term.isOn(day))
              .forEach(term -> record.append(' ').append(term.value()));
          record.append(' ').append(closings.get(name));
          texts.computeIfAbsent(name, unused -> new ArrayList<>()).add(record.toString());
        });
    for (Remedy.Change change : published) {
      if (change.type().equals("CNAME")) {
        dns.cname(change.name(), change.after());
        continue;
      }
      List<String> ofName = texts.computeIfAbsent(change.name(), unused -> new ArrayList<>());
      // On days on which that was not there yet, or no more, there is nothing to replace.
      if (change.before() != null && !ofName.remove(change.before()) && !wasEver(change)) {
        throw new IllegalStateException(
            "%s is not published at %s, but %s".formatted(change.before(), change.name(), ofName));
      }
      ofName.add(change.after());
    }
    texts.forEach((name, all) -> all.forEach(text -> dns.txt(name, text)));
    wildcards.forEach(dns::wildcardTxt);
    return dns;
  }
}
