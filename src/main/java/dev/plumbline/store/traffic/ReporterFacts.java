package dev.plumbline.store.traffic;

import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What speaks for a reporter and against it, report by report. */
@ApplicationScoped
public class ReporterFacts {

  private static final int MOST_DOMAINS = 20;
  private static final int MOST_OF_A_DOMAIN = 20;
  private static final int MOST_POLICIES = 50;
  private static final int MOST_HELD_BACK = 20;

  private final Database sql;

  public ReporterFacts(Database sql) {
    this.sql = sql;
  }

  /**
   * One of its reports.
   *
   * @param email that it names
   * @param member the file it came in
   * @param submitter the author domain of the mail; null if it came otherwise
   * @param check what a trusted server, or we, found of that; null without a mail
   * @param found what we found; null if nobody looked
   * @param contradicting whether it contradicts itself
   */
  public record Latest(
      String domain,
      LocalDate day,
      @Nullable String email,
      String member,
      @Nullable String submitter,
      @Nullable String check,
      @Nullable Found found,
      boolean contradicting) {

    private Latest with(@Nullable Found looked) {
      return new Latest(domain, day, email, member, submitter, check, looked, contradicting);
    }
  }

  /**
   * What verifying the mail of a report found.
   *
   * @param verified {@code pass}, {@code fail} or {@code unknown}
   * @param reason one sentence
   */
  public record Found(String verified, String reason) {}

  /**
   * The names of the domains it reported most about, of those that may be seen, by id. Asked for by
   * itself: where tables are spread, what follows from several domains is not joined with them.
   */
  private Map<Long, String> domains(Scope scope, long reporterId) {
    Map<Long, String> domains = new LinkedHashMap<>();
    sql.list(
        """
        select u.domain_id, d.name from (
          select domain_id, sum(reports) as reports from every_reporter_use
          where reporter_id = ? group by domain_id) u
        join domain d on d.id = u.domain_id
        where ?::text[] is null or in_scope(d.name, ?::text[])
        order by u.reports desc, u.domain_id limit\
        """
            + " "
            + MOST_DOMAINS,
        row -> domains.put(row.getLong("domain_id"), row.getString("name")),
        reporterId,
        scope.parameter(),
        scope.parameter());
    return domains;
  }

  /** Its latest reports, some about each of the domains it reported most about. */
  public List<Latest> latest(Scope scope, long reporterId) {
    List<Stored> stored = new ArrayList<>();
    domains(scope, reporterId)
        .forEach((id, name) -> stored.addAll(latestOfDomain(id, name, reporterId)));
    stored.sort(
        Comparator.comparing((Stored one) -> one.report().day())
            .reversed()
            .thenComparing(one -> one.report().domain()));
    Map<Long, Found> found = found(stored);
    return stored.stream().map(one -> one.report().with(found.get(one.intakeId()))).toList();
  }

  private List<Stored> latestOfDomain(long domainId, String name, long reporterId) {
    return sql.list(
        """
        select day, email, member, submitter, submitter_check, intake_id,
          repairs @> '[{"code": "contradicting-evaluation"}]' as contradicting
        from report where domain_id = ? and reporter_id = ?
        order by day desc, id desc limit\
        """
            + " "
            + MOST_OF_A_DOMAIN,
        row ->
            new Stored(
                row.getLong("intake_id"),
                new Latest(
                    name,
                    row.getObject("day", LocalDate.class),
                    row.getString("email"),
                    row.getString("member"),
                    row.getString("submitter"),
                    row.getString("submitter_check"),
                    null,
                    row.getBoolean("contradicting"))),
        domainId,
        reporterId);
  }

  private record Stored(long intakeId, Latest report) {}

  /** Where tables are spread, the log is somewhere else than the reports. */
  private Map<Long, Found> found(List<Stored> stored) {
    Map<Long, Found> found = new HashMap<>();
    sql.list(
            """
            select id, verified, verified_reason from intake_log
            where id = any(?) and verified is not null\
            """,
            row ->
                Map.entry(
                    row.getLong("id"),
                    new Found(row.getString("verified"), row.getString("verified_reason"))),
            (Object) stored.stream().map(Stored::intakeId).distinct().toArray(Long[]::new))
        .forEach(one -> found.put(one.getKey(), one.getValue()));
    return found;
  }

  /**
   * A day on which it saw another policy than all others did.
   *
   * @param policy that it saw; null for none
   * @param others what at least two others saw
   */
  public record OtherPolicy(
      String domain, LocalDate day, @Nullable String policy, @Nullable String others) {}

  /** Days on which it alone saw another policy, newest first; of the same domains. */
  public List<OtherPolicy> otherPolicies(Scope scope, long reporterId, LocalDate since) {
    Map<Long, String> domains = domains(scope, reporterId);
    return sql
        .list(
            """
            select own.domain_id, own.day, own.p, min(other.p) as others
            from policy_day own
            join policy_day other on other.domain_id = own.domain_id and other.day = own.day
              and other.reporter_id <> own.reporter_id
            where own.domain_id = any(?) and own.reporter_id = ? and own.day >= ?
            group by own.domain_id, own.day, own.p
            having count(distinct other.reporter_id) >= 2 and min(other.p) = max(other.p)
              and min(other.p) is distinct from own.p
            order by own.day desc, own.domain_id limit %d\
            """
                .formatted(MOST_POLICIES),
            row ->
                new OtherPolicy(
                    Objects.requireNonNull(domains.get(row.getLong("domain_id"))),
                    row.getObject("day", LocalDate.class),
                    row.getString("p"),
                    row.getString("others")),
            domains.keySet().toArray(Long[]::new),
            reporterId,
            since)
        .stream()
        .sorted(
            Comparator.comparing(OtherPolicy::day).reversed().thenComparing(OtherPolicy::domain))
        .toList();
  }

  /** A report that says it is its, and is held back. */
  public record HeldBack(long intakeId, Instant receivedAt, String domain, String reason) {}

  /** Reports that say they are its and are held back, newest first. */
  public List<HeldBack> heldBack(String key) {
    return sql.list(
        """
        select i.id, i.received_at, c.claimed_domain, c.reason
        from intake_document c join intake_log i on i.id = c.intake_id
        where c.outcome = 'set_aside' and c.claimed_reporter = ?
        order by i.id desc limit\
        """
            + " "
            + MOST_HELD_BACK,
        row ->
            new HeldBack(
                row.getLong("id"),
                Database.requiredInstant(row, "received_at"),
                row.getString("claimed_domain"),
                row.getString("reason")),
        key);
  }
}
