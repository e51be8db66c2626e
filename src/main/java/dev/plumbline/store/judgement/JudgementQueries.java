package dev.plumbline.store.judgement;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Decision.Verdict;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.judgement.Decisions.Recorded;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.Who;
import dev.plumbline.store.traffic.DomainInfo;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was judged and decided, read by SQL. For commands that are answered without the application:
 * to start Hibernate for the entities costs more than all else they do.
 */
public final class JudgementQueries {

  private static final TypeReference<Remedy> REMEDY = new TypeReference<>() {};

  private static final String SUMMARY =
      """
      select s.*, d.name, d.dns_checked_at from domain_summary s join domain d on d.id = s.domain_id
      """;

  private final Database sql;

  public JudgementQueries(Database sql) {
    this.sql = sql;
  }

  /** The summaries of all domains that were judged, by name. */
  public List<DomainSummary> summaries() {
    return sql.list(SUMMARY + "order by d.name", JudgementQueries::summary);
  }

  /** The same, in the order of the front page: those that need somebody first. */
  public List<DomainSummary> mostPressing() {
    return sql.list(SUMMARY + DomainList.MOST_PRESSING_FIRST, JudgementQueries::summary);
  }

  /** The summary of a domain; empty if it is not monitored, or was never judged. */
  public Optional<DomainSummary> summary(String domain) {
    return sql.first(SUMMARY + "where d.name = ?", JudgementQueries::summary, domain);
  }

  private static DomainSummary summary(ResultSet row) throws SQLException {
    Map<Standing, Integer> senders = new EnumMap<>(Standing.class);
    senders.putAll(KeptJson.counts(row.getString("senders")));
    return new DomainSummary(
        row.getLong("domain_id"),
        row.getString("name"),
        Database.requiredInstant(row, "judged_at"),
        row.getInt("rules_version"),
        day(row, "window_from"),
        day(row, "window_to"),
        day(row, "last_report_day"),
        day(row, "silent_since"),
        row.getInt("to_fix"),
        row.getInt("to_decide"),
        row.getInt("to_wait"),
        row.getLong("messages"),
        row.getLong("pass_messages"),
        row.getLong("own_messages"),
        row.getLong("own_failing"),
        row.getLong("losing_messages"),
        row.getString("policy"),
        senders,
        ReasonsJson.read(row.getString("findings")),
        KeptJson.read(row.getString("next_step"), NextStep.class),
        KeptJson.read(row.getString("readiness"), DomainSummary.Ready.class),
        Database.instant(row, "dns_checked_at"));
  }

  /** All senders of a domain; those that still write and are most pressing first. */
  public List<SenderStanding> senders(long domainId) {
    return sql.list(
        """
        select *, host(leading_source) as leading from sender_standing where domain_id = ?
        order by silent_since is not null, urgency, messages desc, sender_key\
        """,
        JudgementQueries::sender,
        domainId);
  }

  /**
   * A row of {@code sender_standing}, with the address of its leading source as {@code leading}.
   */
  static SenderStanding sender(ResultSet row) throws SQLException {
    return new SenderStanding(
        new SenderName(
            row.getString("sender_key"),
            row.getString("name"),
            row.getString("kind"),
            row.getString("service"),
            KeptJson.texts(row.getString("evidence"))),
        Standing.valueOf(row.getString("standing")),
        ReasonsJson.read(row.getString("reasons")),
        figures(row),
        row.getLong("mended_messages"),
        row.getLong("stranger_messages"),
        row.getInt("sources"),
        row.getInt("sources_ever"),
        IpAddresses.parse(row.getString("leading")).orElseThrow(),
        day(row, "first_seen"),
        day(row, "last_seen"),
        Database.requiredInstant(row, "since"),
        day(row, "silent_since"),
        row.getObject("every_days", Integer.class));
  }

  /** All sources of a domain, those with most messages first. */
  public List<SourceStanding> sources(long domainId) {
    return sql.list(
        """
        select *, host(source_ip) as ip from source_standing where domain_id = ?
        order by messages desc, source_ip\
        """,
        JudgementQueries::source,
        domainId);
  }

  /**
   * Some sources of a domain by address.
   *
   * @param after only those behind this one, null for the first
   */
  public List<SourceStanding> sources(long domainId, @Nullable InetAddress after, int most) {
    return sql.list(
        """
        select *, host(source_ip) as ip from source_standing
        where domain_id = ? and source_ip > coalesce(?::inet, '0.0.0.0/0'::inet)
        order by source_ip limit ?\
        """,
        JudgementQueries::source,
        domainId,
        after == null ? null : IpAddresses.toText(after),
        most);
  }

  private static SourceStanding source(ResultSet row) throws SQLException {
    return new SourceStanding(
        IpAddresses.parse(row.getString("ip")).orElseThrow(),
        new SenderName(
            row.getString("sender_key"),
            row.getString("sender_name"),
            row.getString("sender_kind"),
            row.getString("sender_service"),
            KeptJson.texts(row.getString("evidence"))),
        Standing.valueOf(row.getString("standing")),
        ReasonsJson.read(row.getString("reasons")),
        row.getBoolean("fixed"),
        figures(row),
        day(row, "first_seen"),
        day(row, "last_seen"),
        Database.requiredInstant(row, "since"));
  }

  private static Figures figures(ResultSet row) throws SQLException {
    return new Figures(
        row.getLong("messages"),
        row.getLong("pass_messages"),
        row.getLong("dkim_messages"),
        row.getLong("spf_messages"),
        row.getLong("refused_messages"));
  }

  /** What there is to do about senders, by their keys. */
  public Map<String, Remedy> remedies(long domainId) {
    Map<String, Remedy> remedies = new HashMap<>();
    sql.list(
        "select sender_key, remedy from remedy where domain_id = ?",
        row ->
            remedies.put(
                row.getString("sender_key"), SqlText.fromJson(row.getString("remedy"), REMEDY)),
        domainId);
    return remedies;
  }

  /** Every decision ever made about a domain's senders, the newest first. */
  public List<Recorded> decisions(long domainId) {
    return sql.list(
        "select * from decision where domain_id = ? order by decided_at desc, id desc",
        row ->
            new Recorded(
                row.getString("sender_key"),
                new Decision(
                    Verdict.ofWire(row.getString("verdict")),
                    row.getString("owner"),
                    row.getString("purpose"),
                    row.getString("note"),
                    day(row, "due"),
                    row.getString("decided_by"),
                    Database.requiredInstant(row, "decided_at"))),
        domainId);
  }

  /** Keeps a decision, has the domain judged anew, and writes down who did it. */
  public void decide(Who who, DomainInfo domain, String senderKey, Decision decision) {
    long domainId = domain.id();
    Decision before =
        decisions(domainId).stream()
            .filter(one -> one.senderKey().equals(senderKey))
            .map(Recorded::decision)
            .findFirst()
            .orElse(null);
    sql.doInTransaction(
        connection -> {
          AuditLog.add(
              connection,
              who,
              decision.decidedAt(),
              Decisions.deed(domain.name(), senderKey, before, decision));
          Database.write(
              connection,
              """
              insert into decision (domain_id, sender_key, verdict, owner, purpose, note, due,
                decided_by, decided_at)
              values (?, ?, ?, ?, ?, ?, ?, ?, ?)\
              """,
              domainId,
              senderKey,
              decision.verdict().wire(),
              decision.owner(),
              decision.purpose(),
              decision.note(),
              decision.due(),
              decision.decidedBy(),
              decision.decidedAt());
          JudgingQueue.wantDecided(connection, domainId, senderKey, decision);
        });
  }

  /** Since when something waits that the judgement of a domain does not know yet. */
  public Optional<Instant> waitingSince(long domainId) {
    return sql.first(
        """
        select least(min(wanted_at), clock_timestamp()) as since from judging where domain_id = ?
        having min(wanted_at) is not null\
        """,
        row -> Database.requiredInstant(row, "since"),
        domainId);
  }

  @SuppressWarnings("NullAway") // a column that may be null is read into a component that may be
  private static LocalDate day(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }
}
