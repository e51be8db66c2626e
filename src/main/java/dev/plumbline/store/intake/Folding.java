package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import dev.plumbline.store.StoreUnavailableException;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Folds totals by report into totals by day, in the background. What readers see is exact before,
 * after and in between, whoever writes meanwhile: a step takes away only those notes of {@link
 * Unfolded} whose reports it has seen, and what it writes appears together with that.
 *
 * <p>One process at a time folds a domain, whichever comes first. A step that is cut off has done
 * nothing.
 */
@ApplicationScoped
public class Folding {

  private static final Logger LOG = Logger.getLogger(Folding.class);

  /** Reports of a step at most, and days looked at for one. */
  private static final int MOST_REPORTS = 1_000;

  private static final int MOST_NOTES = 100;

  private final Database database;
  private final int atOnce;
  private final boolean background;

  @Inject
  Folding(
      Database database,
      TotalsSettings settings,
      @ConfigProperty(name = "plumbline.background") boolean background) {
    this(database, settings.foldAtOnce(), background);
  }

  private Folding(Database database, int atOnce, boolean background) {
    this.database = database;
    this.atOnce = atOnce;
    this.background = background;
  }

  /**
   * Folding outside the application, when it is asked for.
   *
   * @param atOnce about how many totals by report are folded in one transaction
   */
  public static Folding whenAsked(Database database, int atOnce) {
    return new Folding(database, atOnce, false);
  }

  @Scheduled(
      every = "${plumbline.totals.fold-every:10s}",
      delayed = "10s",
      concurrentExecution = ConcurrentExecution.SKIP)
  void due() {
    if (!background) {
      return;
    }
    try {
      foldAll();
    } catch (StoreUnavailableException e) {
      LOG.warnf("Totals are not folded this time: %s", e.getMessage());
    }
  }

  /**
   * Folds what there is to fold. Domains take turns, so that none waits for a large one to end.
   *
   * @throws StoreUnavailableException if the database is down
   */
  public void foldAll() {
    countIntake();
    List<Long> waiting = waiting();
    boolean worked = !waiting.isEmpty();
    while (!waiting.isEmpty()) {
      waiting = waiting.stream().filter(this::step).toList();
    }
    if (worked) {
      Statistics.renew(database);
    }
  }

  /** Adds up what the intake log noted of itself; two who do that at once do it one by one. */
  private void countIntake() {
    database.write(
        """
        with noted as (delete from intake_count
          where (select count(*) from intake_count) > ? returning *)
        insert into intake_count (outcome, channel, entries)
        select outcome, channel, sum(entries) from noted group by outcome, channel\
        """,
        MOST_NOTES);
  }

  /** Folds all of a domain that nobody else is folding. */
  public void fold(long domainId) {
    while (step(domainId)) {
      // Each step is a transaction of its own.
    }
  }

  private List<Long> waiting() {
    return database.list(
        """
        select domain_id from open_report union select domain_id from open_day order by 1\
        """,
        row -> row.getLong(1));
  }

  private boolean step(long domainId) {
    return database.inTransaction(
        connection -> {
          Database.takeTime(connection);
          return step(connection, domainId, atOnce);
        });
  }

  /**
   * Does some of a domain's work.
   *
   * @param atOnce about how many totals by report are folded
   * @return whether there may be more
   */
  static boolean step(Connection connection, long domainId, int atOnce) throws SQLException {
    if (!alone(connection, domainId)) {
      return false;
    }
    // Every statement from here on sees what the process did that held the lock before.
    List<LocalDate> days = openDays(connection, domainId, atOnce);
    if (!days.isEmpty()) {
      FoldedDays.fold(connection, domainId, days);
      if (openDays(connection, domainId, 1).isEmpty()) {
        FoldedUses.fold(connection, domainId);
      }
      return true;
    }
    return foldReports(connection, domainId) == MOST_REPORTS;
  }

  private static boolean alone(Connection connection, long domainId) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(
            "select pg_try_advisory_xact_lock(hashtextextended('fold', ?))")) {
      lock.setLong(1, domainId);
      try (ResultSet row = lock.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** The newest days to be folded anew, at least one, as many as fit into a step. */
  private static List<LocalDate> openDays(Connection connection, long domainId, int atOnce)
      throws SQLException {
    List<LocalDate> days = new ArrayList<>();
    long rows = 0;
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select o.day, coalesce(sum(r.row_count), 0) as rows
            from (select distinct domain_id, day from open_day where domain_id = ?
              order by day desc limit ?) o
            left join report r on r.domain_id = o.domain_id and r.day = o.day
            group by o.day order by o.day desc\
            """)) {
      find.setLong(1, domainId);
      find.setInt(2, MOST_REPORTS);
      try (ResultSet row = find.executeQuery()) {
        while (row.next() && (days.isEmpty() || rows < atOnce)) {
          rows += row.getLong("rows");
          days.add(row.getObject("day", LocalDate.class));
        }
      }
    }
    return days;
  }

  private static final String NEW_REPORTS =
      """
      with chosen as (
        select day, report_id from open_report where domain_id = ? limit ?
      ), taken as (
        delete from open_report n where n.domain_id = ?
          and n.day = any(array(select day from chosen))
          and n.report_id = any(array(select report_id from chosen))
        returning *
      ), sources as (
        insert into day_source as s (domain_id, day, source_ip, disposition, dkim_pass,
          spf_pass, rows, messages)
        select t.domain_id, t.day, t.source_ip, usual_disposition(t.disposition), t.dkim_pass,
          t.spf_pass, sum(t.rows), sum(t.messages)
        from taken n
        join daily_traffic t
          on t.domain_id = n.domain_id and t.day = n.day and t.report_id = n.report_id
        group by 1, 2, 3, 4, 5, 6
        on conflict (domain_id, source_ip, day, disposition, dkim_pass, spf_pass) do update
        set rows = s.rows + excluded.rows, messages = s.messages + excluded.messages
      ), reporters as (
        insert into day_reporter as s (domain_id, reporter_id, day, reports, messages, pass,
          dkim, spf, quarantined, rejected)
        select domain_id, reporter_id, day, count(*), sum(messages), sum(pass), sum(dkim),
          sum(spf), sum(quarantined), sum(rejected)
        from taken group by 1, 2, 3
        on conflict (domain_id, reporter_id, day) do update
        set reports = s.reports + excluded.reports, messages = s.messages + excluded.messages,
          pass = s.pass + excluded.pass, dkim = s.dkim + excluded.dkim,
          spf = s.spf + excluded.spf, quarantined = s.quarantined + excluded.quarantined,
          rejected = s.rejected + excluded.rejected
      ), days as (
        insert into day_domain as s (domain_id, day, reports, messages, pass, dkim, spf,
          quarantined, rejected)
        select domain_id, day, count(*), sum(messages), sum(pass), sum(dkim), sum(spf),
          sum(quarantined), sum(rejected)
        from taken group by 1, 2
        on conflict (domain_id, day) do update
        set reports = s.reports + excluded.reports, messages = s.messages + excluded.messages,
          pass = s.pass + excluded.pass, dkim = s.dkim + excluded.dkim,
          spf = s.spf + excluded.spf, quarantined = s.quarantined + excluded.quarantined,
          rejected = s.rejected + excluded.rejected
      ), policies as (
        insert into policy_day as s (domain_id, reporter_id, day, p, sp, np, adkim, aspf, pct,
          testing, begin_at, end_at, reports, messages)
        select r.domain_id, r.reporter_id, r.day, left(r.policy_p, 40), left(r.policy_sp, 40),
          left(r.policy_np, 40), left(r.policy_adkim, 40), left(r.policy_aspf, 40), r.policy_pct,
          r.policy_testing, min(r.begin_at), max(r.end_at), count(*), sum(r.message_count)
        from taken n join report r on r.domain_id = n.domain_id and r.id = n.report_id
        group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
        on conflict (domain_id, day, reporter_id, p, sp, np, adkim, aspf, pct, testing)
        do update
        set begin_at = least(s.begin_at, excluded.begin_at),
          end_at = greatest(s.end_at, excluded.end_at),
          reports = s.reports + excluded.reports, messages = s.messages + excluded.messages
      ), authors as (
        insert into day_author as s (domain_id, day, reporter_id, header_from, messages, pass)
        select n.domain_id, n.day, n.reporter_id, p.header_from, sum(t.messages),
          coalesce(sum(t.messages) filter (where t.dkim_pass or t.spf_pass), 0)
        from taken n
        join daily_traffic t
          on t.domain_id = n.domain_id and t.day = n.day and t.report_id = n.report_id
        join auth_profile p on p.domain_id = t.domain_id and p.id = t.profile_id
        group by 1, 2, 3, 4
        on conflict (domain_id, day, reporter_id, header_from) do update
        set messages = s.messages + excluded.messages, pass = s.pass + excluded.pass
      ), selectors as (
        insert into day_selector as s (domain_id, day, reporter_id, signer, selector, messages,
          pass)
        select domain_id, day, reporter_id, signer, selector, sum(messages),
          coalesce(sum(messages) filter (where pass), 0)
        from (
          select t.domain_id, t.day, t.reporter_id, t.profile_id, i.identity as signer,
            i.qualifier as selector, max(t.messages) as messages,
            bool_or(i.result = 'pass') as pass
          from (
            select n.domain_id, n.day, n.reporter_id, d.profile_id, sum(d.messages) as messages
            from taken n
            join daily_traffic d
              on d.domain_id = n.domain_id and d.day = n.day and d.report_id = n.report_id
            group by 1, 2, 3, 4) t
          join auth_identity i on i.domain_id = t.domain_id and i.profile_id = t.profile_id
          where i.mechanism = 'dkim' and i.identity <> '' and i.qualifier <> ''
          group by 1, 2, 3, 4, 5, 6) signed
        group by 1, 2, 3, 4, 5
        on conflict (domain_id, day, reporter_id, signer, selector) do update
        set messages = s.messages + excluded.messages, pass = s.pass + excluded.pass
      ), reporter_uses as (
        insert into reporter_use as s (domain_id, reporter_id, email, submitter,
          submitter_check, reports, messages, first_day, last_day, leads)
        select r.domain_id, r.reporter_id, left(lower(r.email), 320), left(r.submitter, 320),
          r.submitter_check, count(*), sum(r.message_count), min(r.day), max(r.day),
          row_number() over (partition by r.domain_id, r.reporter_id) = 1 and not exists (
            select from reporter_use u
            where u.domain_id = r.domain_id and u.reporter_id = r.reporter_id)
        from taken n join report r on r.domain_id = n.domain_id and r.id = n.report_id
        group by 1, 2, 3, 4, 5
        on conflict (domain_id, reporter_id, email, submitter, submitter_check) do update
        set reports = s.reports + excluded.reports, messages = s.messages + excluded.messages,
          first_day = least(s.first_day, excluded.first_day),
          last_day = greatest(s.last_day, excluded.last_day)
      ), profile_uses as (
        insert into profile_use as s (domain_id, reporter_id, profile_id, messages, first_day,
          last_day)
        select t.domain_id, t.reporter_id, t.profile_id, sum(t.messages), min(t.day),
          max(t.day)
        from taken n
        join daily_traffic t
          on t.domain_id = n.domain_id and t.day = n.day and t.report_id = n.report_id
        group by 1, 2, 3
        on conflict (domain_id, profile_id, reporter_id) do update
        set messages = s.messages + excluded.messages,
          first_day = least(s.first_day, excluded.first_day),
          last_day = greatest(s.last_day, excluded.last_day)
      )
      select count(*) as reports, array_agg(distinct day) as days from taken\
      """;

  /** What was folded; no days if it was nothing. */
  private record Folded(long reports, @Nullable Array days) {}

  /**
   * Adds new reports to their days, by one statement: all of it sees the same reports.
   *
   * @return how many they were
   */
  private static long foldReports(Connection connection, long domainId) throws SQLException {
    Folded folded =
        Database.list(
                connection,
                NEW_REPORTS,
                row -> new Folded(row.getLong("reports"), row.getArray("days")),
                domainId,
                MOST_REPORTS,
                domainId)
            .get(0);
    if (folded.days() != null) {
      FoldedMonths.fold(connection, domainId, folded.days());
    }
    return folded.reports();
  }
}
