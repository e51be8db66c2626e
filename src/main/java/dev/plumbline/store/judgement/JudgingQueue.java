package dev.plumbline.store.judgement;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Decision;
import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Domains that wait to be judged. A wish is written in the transaction of its cause, so that none
 * is lost whoever dies, and taken in the transaction of the judging, by whichever process.
 */
@ApplicationScoped
public class JudgingQueue {

  private static final String INSERT =
      "insert into judging (domain_id, cause, sender_key, detail, again) values (?, ?, ?, ?, ?)";

  /** What a round found is judged after this time though it is not over, or nobody says so. */
  private static final Duration LONGEST_ROUND = Duration.ofMinutes(2);

  private final Database sql;

  JudgingQueue(Database database) {
    this.sql = database;
  }

  /**
   * A wish for a domain to be judged.
   *
   * @param days the days of the reports
   * @param reports that came in
   * @param sources that reports told of which were taken away, or failure reports
   * @param senderKey the sender it is about, null if it is about none in particular
   * @param detail what is worth telling of it, null if nothing
   * @param again whether all sources are to be judged again
   */
  public record Wish(
      Instant at,
      Cause cause,
      List<LocalDate> days,
      List<Long> reports,
      List<InetAddress> sources,
      @Nullable String senderKey,
      @Nullable String detail,
      boolean again) {

    public Wish {
      sources = List.copyOf(sources);
      days = List.copyOf(days);
      reports = List.copyOf(reports);
    }
  }

  /**
   * Reports about a domain that came in.
   *
   * @param days the UTC days of the reports
   */
  public record Arrival(long domainId, Collection<LocalDate> days, Collection<Long> reports) {}

  /** Wants domains judged since reports came in, in the transaction of a connection. */
  public static void wantReports(Connection connection, Collection<Arrival> arrivals)
      throws SQLException {
    if (arrivals.isEmpty()) {
      return;
    }
    List<Long> domains = new ArrayList<>();
    List<String> days = new ArrayList<>();
    List<String> reports = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      domains.add(arrival.domainId());
      days.add(array(new HashSet<>(arrival.days())));
      reports.add(array(arrival.reports()));
    }
    Database.write(
        connection,
        """
        insert into judging (domain_id, cause, days, reports)
        select w.domain_id, ?, w.days::date[], w.reports::bigint[]
        from unnest(?, ?, ?) as w (domain_id, days, reports)""",
        Cause.REPORTS.wire(),
        connection.createArrayOf("bigint", domains.toArray()),
        connection.createArrayOf("text", days.toArray()),
        connection.createArrayOf("text", reports.toArray()));
  }

  /**
   * Wants a domain judged since a report is about to be taken away, in the transaction of a
   * connection.
   */
  public static void wantWithout(Connection connection, long domainId, LocalDate day, long reportId)
      throws SQLException {
    Database.write(
        connection,
        """
        insert into judging (domain_id, cause, days, sources)
        select ?, ?, array[?::date], coalesce(array_agg(distinct source_ip), '{}')
        from daily_traffic
        where domain_id = ? and day = ? and report_id = ? and source_ip is not null""",
        domainId,
        Cause.REMOVED_REPORTS.wire(),
        day,
        domainId,
        day,
        reportId);
  }

  /**
   * Wants sources judged since failure reports tell of them, in the transaction of a connection.
   */
  public static void wantTold(Connection connection, long domainId, Collection<String> sources)
      throws SQLException {
    Database.write(
        connection,
        "insert into judging (domain_id, cause, sources) values (?, ?, ?::text[]::inet[])",
        domainId,
        Cause.FAILURE_REPORTS.wire(),
        sources.toArray(String[]::new));
  }

  /**
   * Wants a domain judged since a re-check found something else, in the transaction of a
   * connection; when the round is over, since it may find more.
   */
  public static void wantChecked(Connection connection, long domainId) throws SQLException {
    Database.write(
        connection,
        """
        insert into judging (domain_id, cause, wanted_at)
        values (?, ?, clock_timestamp() + ? * interval '1 millisecond')""",
        domainId,
        Cause.RECHECK.wire(),
        LONGEST_ROUND.toMillis());
  }

  /** Says that a round of re-checks is over, in the transaction of a connection. */
  public static void endChecks(Connection connection, long domainId) throws SQLException {
    Database.write(
        connection,
        """
        update judging set wanted_at = now()
        where domain_id = ? and cause = ? and wanted_at > now()""",
        domainId,
        Cause.RECHECK.wire());
  }

  /** Wants a domain judged since somebody decided, in the transaction of a connection. */
  static void wantDecided(Connection connection, long domainId, String senderKey, Decision decision)
      throws SQLException {
    insert(
        connection,
        domainId,
        Cause.DECISION,
        senderKey,
        decision.verdict().wire() + ", " + decision.decidedBy(),
        false);
  }

  /** Wants a domain judged since a test mail was looked at, in the transaction of a connection. */
  static void wantTested(Connection connection, long domainId, String senderKey)
      throws SQLException {
    insert(connection, domainId, Cause.TEST, senderKey, null, false);
  }

  /** As the other, in the transaction that is under way, if any. */
  @Transactional
  void wantDecided(long domainId, String senderKey, Decision decision) {
    sql.doInTransaction(connection -> wantDecided(connection, domainId, senderKey, decision));
  }

  /** Wants all sources of a domain judged again, in the transaction of a connection. */
  public static void wantAgain(Connection connection, long domainId, Cause cause)
      throws SQLException {
    insert(connection, domainId, cause, null, null, true);
  }

  /**
   * Wants a domain judged, in the transaction that is under way, if any.
   *
   * @param senderKey the sender it is about, null if it is about none in particular
   * @param detail what is worth telling of it, null if nothing
   */
  @Transactional
  public void want(
      long domainId, Cause cause, @Nullable String senderKey, @Nullable String detail) {
    write(domainId, cause, senderKey, detail, false);
  }

  /** Wants all sources of a domain judged again, in the transaction that is under way, if any. */
  @Transactional
  public void wantAgain(long domainId, Cause cause, @Nullable String detail) {
    write(domainId, cause, null, detail, true);
  }

  private void write(
      long domainId,
      Cause cause,
      @Nullable String senderKey,
      @Nullable String detail,
      boolean again) {
    sql.doInTransaction(
        connection -> insert(connection, domainId, cause, senderKey, detail, again));
  }

  private static void insert(
      Connection connection,
      long domainId,
      Cause cause,
      @Nullable String senderKey,
      @Nullable String detail,
      boolean again)
      throws SQLException {
    Database.write(connection, INSERT, domainId, cause.wire(), senderKey, detail, again);
  }

  private static String array(Collection<?> values) {
    return "{" + String.join(",", values.stream().map(String::valueOf).toList()) + "}";
  }

  /**
   * Domains to be judged, those that were wanted first before others.
   *
   * @param settle how long a domain is left alone after a wish, so that a burst is one judging
   * @param patience after which it is judged nonetheless
   * @param rulesVersion that domains are to be judged by
   * @param catalogue that senders are to be named by
   * @param today that the window ends with
   */
  public List<String> due(
      Duration settle, Duration patience, int rulesVersion, String catalogue, LocalDate today) {
    return sql.list(
        """
        select d.name from domain d
        left join domain_summary s on s.domain_id = d.id
        left join (
          select domain_id, min(wanted_at) as oldest, max(wanted_at) as newest
          from judging group by domain_id
        ) j on j.domain_id = d.id
        where j.newest < clock_timestamp() - ? * interval '1 millisecond'
          or j.oldest < clock_timestamp() - ? * interval '1 millisecond'
          or (j.newest is null and (s.domain_id is null or s.rules_version <> ?
            or s.catalogue <> ? or s.window_to <> ?))
        order by j.oldest nulls last, d.name""",
        row -> row.getString("name"),
        settle.toMillis(),
        patience.toMillis(),
        rulesVersion,
        catalogue,
        today);
  }

  /** Whether anybody wants a domain judged. */
  public boolean isWanted(long domainId) {
    return sql.number("select count(*) from judging where domain_id = ?", domainId) > 0;
  }

  /**
   * Keeps others from judging a domain until the transaction that is under way ends.
   *
   * @param patiently whether to wait for one who does; otherwise false says so
   */
  public boolean lock(long domainId, boolean patiently) {
    return patiently
        ? sql.first(
                "select pg_advisory_xact_lock(hashtextextended('judge', ?)) is null",
                row -> true,
                domainId)
            .isPresent()
        : sql.first(
                "select pg_try_advisory_xact_lock(hashtextextended('judge', ?)) as mine",
                row -> row.getBoolean("mine"),
                domainId)
            .orElse(false);
  }

  /** Takes all wishes for a domain, in the transaction that is under way; the oldest first. */
  public List<Wish> take(long domainId) {
    List<Wish> wishes =
        new ArrayList<>(
            sql.list(
                """
                with taken as (delete from judging where domain_id = ? returning *)
                select wanted_at, cause, days::text[] as days, reports,
                  coalesce(sources::text[], '{}') as sources, sender_key, detail, again
                from taken""",
                row ->
                    new Wish(
                        Database.requiredInstant(row, "wanted_at"),
                        Cause.ofWire(row.getString("cause")),
                        Arrays.stream((String[]) row.getArray("days").getArray())
                            .map(LocalDate::parse)
                            .toList(),
                        Arrays.asList((Long[]) row.getArray("reports").getArray()),
                        Arrays.stream((String[]) row.getArray("sources").getArray())
                            .map(text -> text.replaceFirst("/.*", ""))
                            .flatMap(text -> IpAddresses.parse(text).stream())
                            .toList(),
                        row.getString("sender_key"),
                        row.getString("detail"),
                        row.getBoolean("again")),
                domainId));
    wishes.sort(Comparator.comparing(Wish::at));
    return wishes;
  }

  /** The sources that reports tell of. */
  public Set<InetAddress> sources(
      long domainId, Collection<LocalDate> days, Collection<Long> reports) {
    return Set.copyOf(
        sql.list(
            """
            select distinct host(source_ip) as ip from daily_traffic
            where domain_id = ? and day = any(?::date[]) and report_id = any(?::bigint[])
              and source_ip is not null""",
            row -> IpAddresses.parse(row.getString("ip")).orElseThrow(),
            domainId,
            array(days),
            array(reports)));
  }
}
