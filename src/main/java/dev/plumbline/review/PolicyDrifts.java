package dev.plumbline.review;

import dev.plumbline.dmarc.DmarcRecord;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.dns.RecordKind;
import dev.plumbline.store.checks.HistoryQueries;
import dev.plumbline.store.checks.HistoryQueries.ReportedPolicy;
import dev.plumbline.store.checks.Records.PublishedRecord;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the policy each reporter saw with the DMARC records that were published then. */
@ApplicationScoped
public class PolicyDrifts {

  /** How long a reporter may have kept an older record. */
  static final Duration CACHED = Duration.ofDays(1);

  private final TrafficQueries traffic;
  private final HistoryQueries history;

  PolicyDrifts(TrafficQueries traffic, HistoryQueries history) {
    this.traffic = traffic;
    this.history = history;
  }

  /** How what was seen compares with what was published. */
  public enum Drift {
    /** A record that was published then says the same. */
    SAME,
    /** No record that was published then says the same. */
    OTHER,
    /** The record was not watched yet then, or the report names no policy. */
    NOT_KNOWN
  }

  /**
   * One policy as one reporter saw it.
   *
   * @param seen tags such as {@code p=reject; sp=none}, as reported
   * @param firstDay of these reports
   * @param lastDay of these reports
   * @param published the record texts that were published then; empty if that is not known, or none
   *     was
   */
  public record PolicySeen(
      String reporter,
      String seen,
      Drift drift,
      LocalDate firstDay,
      LocalDate lastDay,
      long reports,
      long messages,
      List<String> published) {

    public PolicySeen {
      published = List.copyOf(published);
    }
  }

  /** What reporters saw in a period, by reporter; both days are included. */
  public List<PolicySeen> drifts(String domain, LocalDate from, LocalDate to) {
    Optional<DomainInfo> info = traffic.domain(domain);
    if (info.isEmpty()) {
      return List.of();
    }
    long id = info.get().id();
    List<PublishedRecord> records =
        history.records(id).stream()
            .filter(record -> record.kind() == RecordKind.DMARC)
            .filter(record -> record.name().equals("_dmarc." + domain))
            .toList();
    return compare(history.reportedPolicies(id, from, to, turns(records)), records);
  }

  /** Reports between two of these compare alike with each of the records. */
  private static Set<Instant> turns(List<PublishedRecord> records) {
    Set<Instant> turns = new LinkedHashSet<>();
    for (PublishedRecord record : records) {
      for (Instant at : List.of(record.firstSeen(), record.lastSeen())) {
        for (Instant turn : List.of(at, at.plus(CACHED))) {
          // Some are compared with what is before, and some with what is not after.
          turns.add(turn);
          turns.add(turn.plus(1, ChronoUnit.MICROS));
        }
      }
    }
    return turns;
  }

  private record Key(String reporter, String seen, Drift drift) {}

  /**
   * Compares.
   *
   * @param records of the one name, the oldest first
   */
  static List<PolicySeen> compare(List<ReportedPolicy> reported, List<PublishedRecord> records) {
    Map<Key, PolicySeen> all = new LinkedHashMap<>();
    // A reporter names the policy every day, and few records were ever published.
    Map<String, Optional<DmarcRecord>> parsed = new HashMap<>();
    for (ReportedPolicy policy : reported) {
      List<PublishedRecord> then = publishedDuring(records, policy.begin(), policy.end());
      PolicySeen one =
          new PolicySeen(
              policy.reporter(),
              seen(policy),
              drift(policy, then, records, parsed),
              policy.firstDay(),
              policy.lastDay(),
              policy.reports(),
              policy.messages(),
              then.stream().flatMap(record -> record.texts().stream()).toList());
      all.merge(new Key(one.reporter(), one.seen(), one.drift()), one, PolicyDrifts::together);
    }
    return List.copyOf(all.values());
  }

  private static PolicySeen together(PolicySeen one, PolicySeen next) {
    Set<String> published = new LinkedHashSet<>(one.published());
    published.addAll(next.published());
    return new PolicySeen(
        one.reporter(),
        one.seen(),
        one.drift(),
        one.firstDay().isBefore(next.firstDay()) ? one.firstDay() : next.firstDay(),
        one.lastDay().isAfter(next.lastDay()) ? one.lastDay() : next.lastDay(),
        one.reports() + next.reports(),
        one.messages() + next.messages(),
        List.copyOf(published));
  }

  private static List<PublishedRecord> publishedDuring(
      List<PublishedRecord> records, Instant begin, Instant end) {
    List<PublishedRecord> then = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      // Until the next one was seen, the old one may still have been there.
      Instant until = i + 1 < records.size() ? records.get(i + 1).firstSeen() : Instant.MAX;
      // And the new one may have been there since the old one was last seen.
      Instant since = i == 0 ? records.get(i).firstSeen() : records.get(i - 1).lastSeen();
      if (!since.isAfter(end) && !until.plus(untilCached(until)).isBefore(begin)) {
        then.add(records.get(i));
      }
    }
    return then;
  }

  private static Duration untilCached(Instant until) {
    return until.equals(Instant.MAX) ? Duration.ZERO : CACHED;
  }

  private static Drift drift(
      ReportedPolicy policy,
      List<PublishedRecord> then,
      List<PublishedRecord> records,
      Map<String, Optional<DmarcRecord>> parsed) {
    if (policy.p() == null || then.isEmpty()) {
      return Drift.NOT_KNOWN;
    }
    boolean same =
        then.stream()
            .flatMap(record -> record.texts().stream())
            .flatMap(text -> parsed.computeIfAbsent(text, DmarcRecord::parse).stream())
            .anyMatch(record -> same(policy, record));
    if (same) {
      return Drift.SAME;
    }
    // The record may have been another before we began to watch.
    boolean watched = !policy.begin().minus(CACHED).isBefore(records.get(0).firstSeen());
    return watched ? Drift.OTHER : Drift.NOT_KNOWN;
  }

  /** What a report leaves out, or fills in with the default, is no difference. */
  private static boolean same(ReportedPolicy policy, DmarcRecord record) {
    String p = wire(record.p());
    String sp = record.sp() == null ? p : wire(record.sp());
    String np = record.np() == null ? sp : wire(record.np());
    Integer pct = record.retired().pct();
    return Objects.equals(policy.p(), p)
        && agrees(policy.sp(), sp)
        && agrees(policy.np(), np)
        && agrees(policy.adkim(), record.adkim().wire())
        && agrees(policy.aspf(), record.aspf().wire())
        && agrees(policy.pct(), pct == null ? 100 : pct)
        && agrees(policy.testing(), record.testing());
  }

  /** A record without a usable p is treated as one that asks for nothing (RFC 9989). */
  private static String wire(@Nullable Policy policy) {
    return policy == null ? Policy.NONE.wire() : policy.wire();
  }

  private static <T> boolean agrees(@Nullable T reported, T published) {
    return reported == null || reported.equals(published);
  }

  private static String seen(ReportedPolicy policy) {
    List<String> tags = new ArrayList<>();
    add(tags, "p", policy.p());
    add(tags, "sp", policy.sp());
    add(tags, "np", policy.np());
    add(tags, "adkim", policy.adkim());
    add(tags, "aspf", policy.aspf());
    add(tags, "pct", policy.pct());
    if (Boolean.TRUE.equals(policy.testing())) {
      tags.add("t=y");
    }
    return String.join("; ", tags);
  }

  private static void add(List<String> tags, String name, @Nullable Object value) {
    if (value != null) {
      tags.add(name + "=" + value);
    }
  }
}
