package dev.plumbline.recheck;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.sender.Catalogue;
import dev.plumbline.sender.MailService;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfTable;
import dev.plumbline.spf.SpfTable.Answer;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The SPF records that catalogued services publish for their customers to include: whose hosts an
 * address belongs to, even if it has no name. They are asked for once for all domains, and seldom,
 * since services move slowly. Any number of threads.
 */
final class ServiceRecords {

  private static final Duration SHORTEST = Duration.ofHours(6);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** DNS failed for some; those are asked for again sooner. */
  private static final Duration AFTER_TROUBLE = Duration.ofMinutes(30);

  private static final int AT_ONCE = 32;

  /** Nobody sends from these, so a record that passes one of them passes everybody. */
  private static final List<InetAddress> NOBODY =
      List.of(
          IpAddresses.parse("240.0.0.1").orElseThrow(), IpAddresses.parse("100::1").orElseThrow());

  private record Known(
      String origin, String catalogue, Instant from, Instant until, Map<String, SpfTable> tables) {

    boolean covers(String wanted, String services, Instant at) {
      return !wanted.isEmpty()
          && origin.equals(wanted)
          && catalogue.equals(services)
          && !at.isBefore(from)
          && at.isBefore(until);
    }
  }

  /**
   * One record, asked for.
   *
   * @param table null if there is none of use
   * @param ttl null if DNS failed
   */
  private record Asked(String name, @Nullable SpfTable table, @Nullable Duration ttl) {}

  private final Catalogue catalogue;
  private @Nullable Known known;

  ServiceRecords(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  private List<String> names() {
    return catalogue.services().stream()
        .flatMap(service -> service.recognise().include().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** The records in force, asked for if they are not known or too old. */
  synchronized Map<String, SpfTable> tables(Dns dns, Instant at, Workers workers)
      throws InterruptedException {
    String origin = dns.origin();
    String version = catalogue.version();
    Known last = known;
    if (last != null && last.covers(origin, version, at)) {
      return last.tables();
    }
    Map<String, SpfTable> tables = new TreeMap<>();
    Duration ttl = LONGEST;
    for (Asked asked : ask(dns, workers)) {
      SpfTable before =
          last != null && last.origin().equals(origin) ? last.tables().get(asked.name()) : null;
      if (asked.table() != null) {
        tables.put(asked.name(), asked.table());
      } else if (asked.ttl() == null && before != null) {
        tables.put(asked.name(), before);
      }
      Duration until =
          asked.ttl() == null ? AFTER_TROUBLE : ShortestTtl.within(asked.ttl(), SHORTEST, LONGEST);
      ttl = until.compareTo(ttl) < 0 ? until : ttl;
    }
    Known found = new Known(origin, version, at, at.plus(ttl), Map.copyOf(tables));
    known = found;
    return found.tables();
  }

  /** Asks for all, but stops where DNS does not answer for a whole part of them. */
  private List<Asked> ask(Dns dns, Workers workers) throws InterruptedException {
    List<Asked> all = new ArrayList<>();
    boolean answers = true;
    List<String> names = names();
    for (int start = 0; start < names.size(); start += AT_ONCE) {
      List<String> some = names.subList(start, Math.min(start + AT_ONCE, names.size()));
      List<Asked> asked =
          answers
              ? workers.all(some, name -> ask(dns, name))
              : some.stream().map(name -> new Asked(name, null, null)).toList();
      answers = answers && asked.stream().anyMatch(one -> one.ttl() != null);
      all.addAll(asked);
    }
    return all;
  }

  private static Asked ask(Dns dns, String name) {
    Optional<DomainName> owner = DomainName.parse(name);
    if (owner.isEmpty()) {
      return new Asked(name, null, LONGEST);
    }
    // Most questions end here where a zone file alone answers.
    DnsAnswer<String> texts = dns.txt(owner.get());
    if (texts instanceof DnsAnswer.Failed) {
      return new Asked(name, null, null);
    }
    if (texts.values().isEmpty()) {
      return new Asked(name, null, texts.ttl());
    }
    SpfTable table = SpfTable.compile(dns, name);
    List<SpfResult> nobody = new ArrayList<>();
    NOBODY.forEach(ip -> nobody.add(table.find(ip).result()));
    if (nobody.contains(SpfResult.TEMPERROR)) {
      return new Asked(name, null, null);
    }
    return new Asked(name, nobody.contains(SpfResult.PASS) ? null : table, table.ttl());
  }

  /**
   * The record that lists an address, the one that lists it most directly: services include each
   * other's. Empty if none does, or those of several services in the same way.
   */
  Optional<String> listing(Map<String, SpfTable> tables, InetAddress ip) {
    List<String> best = new ArrayList<>();
    int shortest = Integer.MAX_VALUE;
    for (Map.Entry<String, SpfTable> each : tables.entrySet()) {
      Answer answer = each.getValue().find(ip);
      if (answer.result() == SpfResult.PASS && answer.path().size() <= shortest) {
        if (answer.path().size() < shortest) {
          best.clear();
        }
        shortest = answer.path().size();
        best.add(each.getKey());
      }
    }
    long services =
        best.stream()
            .map(name -> catalogue.byInclude(name).map(MailService::key).orElse(""))
            .distinct()
            .count();
    return services == 1 ? best.stream().sorted().findFirst() : Optional.empty();
  }
}
