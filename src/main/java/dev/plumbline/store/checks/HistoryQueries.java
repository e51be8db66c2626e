package dev.plumbline.store.checks;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.RecordKind;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.checks.Records.PublishedRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was published and what followed from it, over time. Everything is read from what the
 * re-checks kept; times are those of the rounds, so a change happened between {@code lastSeen} of
 * the one and {@code firstSeen} of the next. All methods throw {@link StoreUnavailableException}
 * while the database is down.
 */
@ApplicationScoped
public class HistoryQueries {

  private final Database sql;
  private final Records records;

  HistoryQueries(Database sql, Records records) {
    this.sql = sql;
    this.records = records;
  }

  /**
   * One record set that gave way to another.
   *
   * @param at when the new one was first seen
   * @param lastBefore when the old one was last seen
   * @param before texts that were published; empty if none
   * @param after texts that are published since; empty if none
   */
  public record RecordChange(
      Instant at,
      Instant lastBefore,
      String name,
      RecordKind kind,
      List<String> before,
      List<String> after) {

    public RecordChange {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /**
   * What SPF said about a source for a time.
   *
   * @param identity the domain evaluated for
   * @param term the term that decided, null if none matched
   * @param path the domains from the identity to the record that decided
   * @param until when another verdict was first seen; null for today's
   */
  public record VerdictPeriod(
      String identity,
      SpfResult result,
      @Nullable String term,
      List<String> path,
      Instant since,
      @Nullable Instant until) {

    public VerdictPeriod {
      path = List.copyOf(path);
    }
  }

  /**
   * The policy a reporter saw, on the reports of one day or of several.
   *
   * @param p as reported; null if the report does not say. The same goes for the others.
   * @param firstDay of these reports
   * @param lastDay of these reports
   * @param begin the earliest begin of these reports
   * @param end the latest end of these reports
   */
  public record ReportedPolicy(
      String reporter,
      @Nullable String p,
      @Nullable String sp,
      @Nullable String np,
      @Nullable String adkim,
      @Nullable String aspf,
      @Nullable Integer pct,
      @Nullable Boolean testing,
      LocalDate firstDay,
      LocalDate lastDay,
      Instant begin,
      Instant end,
      long reports,
      long messages) {}

  /** Every record set ever seen of a domain, by name and type, the oldest first. */
  public List<PublishedRecord> records(long domainId) {
    return records.all(domainId);
  }

  /** Every change of a record set, the newest first. */
  public List<RecordChange> changes(long domainId) {
    List<RecordChange> changes = new ArrayList<>();
    PublishedRecord before = null;
    for (PublishedRecord record : records.all(domainId)) {
      if (before != null && before.name().equals(record.name()) && before.kind() == record.kind()) {
        changes.add(
            new RecordChange(
                record.firstSeen(),
                before.lastSeen(),
                record.name(),
                record.kind(),
                before.texts(),
                record.texts()));
      }
      before = record;
    }
    changes.sort(
        Comparator.comparing(RecordChange::at)
            .reversed()
            .thenComparing(one -> one.kind().wire())
            .thenComparing(RecordChange::name));
    return changes;
  }

  /** What SPF said about a source over time, by identity, the newest first. */
  public List<VerdictPeriod> verdicts(long domainId, InetAddress ip) {
    String address = IpAddresses.toText(ip);
    return sql.list(
        """
        select identity, result, term, path, since,
          lead(since) over (partition by identity order by since) as until
        from (
          select identity, result, term, path, since from source_check
          where domain_id = ? and ip = ?::inet
          union all
          select identity, result, term, path, since from source_check_history
          where domain_id = ? and ip = ?::inet
        ) verdict order by identity, since desc\
        """,
        row ->
            new VerdictPeriod(
                row.getString("identity"),
                SpfResult.valueOf(row.getString("result").toUpperCase(Locale.ROOT)),
                row.getString("term"),
                Database.texts(row, "path"),
                Database.requiredInstant(row, "since"),
                Database.instant(row, "until")),
        domainId,
        address,
        domainId,
        address);
  }

  /**
   * The policies that reporters saw, by reporter, the earliest first. Reports are told apart if one
   * of the turns lies between their begins or their ends. Both days are included.
   *
   * @param turns instants at which what is published may have changed
   */
  public List<ReportedPolicy> reportedPolicies(
      long domainId, LocalDate from, LocalDate to, Collection<Instant> turns) {
    String[] bounds =
        turns.stream().distinct().sorted().map(Instant::toString).toArray(String[]::new);
    return sql.list(
        """
        select p.name as reporter, s.p as policy_p, s.sp as policy_sp, s.np as policy_np,
          s.adkim as policy_adkim, s.aspf as policy_aspf, s.pct as policy_pct,
          s.testing as policy_testing, min(s.first_day) as first_day,
          max(s.last_day) as last_day, min(s.begin_at) as begin_at, max(s.end_at) as end_at,
          sum(s.reports) as reports, sum(s.messages) as messages
        from (
          select r.reporter_id, r.p, r.sp, r.np, r.adkim, r.aspf, r.pct, r.testing,
            width_bucket(r.begin_at, b.bounds) as after_begin,
            width_bucket(r.end_at, b.bounds) as after_end, min(r.day) as first_day,
            max(r.day) as last_day, min(r.begin_at) as begin_at, max(r.end_at) as end_at,
            sum(r.reports) as reports, sum(r.messages) as messages
          from every_policy_day r cross join (
            select ?::text[]::timestamptz[] as bounds offset 0) b
          where r.domain_id = ? and r.day between ? and ?
            and r.reporter_id <> all(array(
              select reporter_id from reporter_exclusion where ended_at is null))
          group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) s
        join reporter p on p.id = s.reporter_id
        group by p.name, s.p, s.sp, s.np, s.adkim, s.aspf, s.pct, s.testing, s.after_begin,
          s.after_end
        order by p.name, first_day, last_day\
        """,
        row ->
            new ReportedPolicy(
                row.getString("reporter"),
                row.getString("policy_p"),
                row.getString("policy_sp"),
                row.getString("policy_np"),
                row.getString("policy_adkim"),
                row.getString("policy_aspf"),
                row.getObject("policy_pct", Integer.class),
                row.getObject("policy_testing", Boolean.class),
                row.getObject("first_day", LocalDate.class),
                row.getObject("last_day", LocalDate.class),
                Database.requiredInstant(row, "begin_at"),
                Database.requiredInstant(row, "end_at"),
                row.getLong("reports"),
                row.getLong("messages")),
        bounds,
        domainId,
        from,
        to);
  }

  /** When the verdict on any source of a sender, or the key of any signature, turned. */
  public Set<Instant> turns(long domainId, String senderKey) {
    return Set.copyOf(
        sql.list(
            """
            select c.since from source_standing s
            join source_check c on c.domain_id = s.domain_id and c.ip = s.source_ip
            join source_check_history h
              on h.domain_id = c.domain_id and h.ip = c.ip and h.identity = c.identity
            where s.domain_id = ? and s.sender_key = ?
              and (s.fixed or s.standing in ('FIXED', 'REGRESSED'))
            union
            select since from dkim_key where domain_id = ? and earlier_state is not null\
            """,
            row -> Database.requiredInstant(row, "since"),
            domainId,
            SqlText.clean(senderKey),
            domainId));
  }

  /** When the verdict on a source, or the key of any signature, turned. */
  public Set<Instant> turns(long domainId, InetAddress ip) {
    return Set.copyOf(
        sql.list(
            """
            select c.since from source_check c
            join source_check_history h
              on h.domain_id = c.domain_id and h.ip = c.ip and h.identity = c.identity
            where c.domain_id = ? and c.ip = ?::inet
            union
            select since from dkim_key where domain_id = ? and earlier_state is not null\
            """,
            row -> Database.requiredInstant(row, "since"),
            domainId,
            IpAddresses.toText(ip),
            domainId));
  }

  /** The reverse names of some sources, as far as they are known. */
  public Map<InetAddress, String> reverseNames(long domainId, Collection<InetAddress> sources) {
    Map<InetAddress, String> names = new HashMap<>();
    sql.list(
        """
        select host(ip) as ip, name from reverse_name
        where domain_id = ? and ip = any(?::inet[]) and name is not null\
        """,
        row ->
            names.put(IpAddresses.parse(row.getString("ip")).orElseThrow(), row.getString("name")),
        domainId,
        sources.stream().map(IpAddresses::toText).collect(Collectors.joining(",", "{", "}")));
    return names;
  }
}
