package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What is known of a reporter's earlier reports about a domain, for judging one that comes in. */
@ApplicationScoped
public class ReporterHistory {

  /** A habit with so many exceptions is none. */
  private static final int MOST_UNPROVEN = 1_000;

  private final Database sql;

  public ReporterHistory(Database sql) {
    this.sql = sql;
  }

  /**
   * Whose mails were proven that brought reports.
   *
   * @param domain the author domain of the mails
   * @param firstDay of the reports in them
   */
  public record ProvenBy(String domain, long reports, LocalDate firstDay) {}

  /**
   * The author domains of the proven mails that brought a reporter's reports about a domain, most
   * used first. Read from folded totals, which are some seconds old.
   */
  public List<ProvenBy> provenBy(String domain, String reporter) {
    return sql.list(
        """
        select u.submitter, sum(u.reports) as reports, min(u.first_day) as first_day
        from reporter_use u
        where u.domain_id = (select id from domain where name = ?)
          and u.reporter_id = (select id from reporter where key = ?)
          and u.submitter_check = 'pass'
        group by u.submitter order by 2 desc, 1\
        """,
        row ->
            new ProvenBy(
                row.getString("submitter"),
                row.getLong("reports"),
                row.getObject("first_day", LocalDate.class)),
        domain,
        key(reporter));
  }

  /**
   * How many of a reporter's reports about a domain count though somebody looked and did not find
   * their mail proven.
   *
   * @param since the first day that is looked at
   * @param except the entry in the intake log that is being judged itself
   */
  public long unproven(String domain, String reporter, LocalDate since, long except) {
    AtomicLong disproven = new AtomicLong();
    List<Long> others = new ArrayList<>();
    sql.list(
            """
            select intake_id, submitter_check from report
            where domain_id = (select id from domain where name = ?)
              and reporter_id = (select id from reporter where key = ?)
              and submitter_check <> 'pass' and day >= ? and intake_id <> ?
            order by day desc limit ?\
            """,
            row -> Map.entry(row.getLong("intake_id"), row.getString("submitter_check")),
            domain,
            key(reporter),
            since,
            except,
            MOST_UNPROVEN)
        .forEach(
            one -> {
              if (one.getValue().equals("fail")) {
                disproven.incrementAndGet();
              } else {
                others.add(one.getKey());
              }
            });
    // Where tables are spread, the log is somewhere else than the reports.
    long lookedAt =
        sql.number(
            "select count(*) from intake_log where id = any(?) and verified = 'fail'",
            (Object) others.toArray(Long[]::new));
    return disproven.get() + lookedAt;
  }

  /** The most messages that one reporter counted about a domain on one day since then. */
  public long mostMessages(String domain, LocalDate since) {
    return sql.number(
        """
        select coalesce(max(messages), 0) from (
          select sum(messages) as messages from day_reporter
          where domain_id = (select id from domain where name = ?) and day >= ?
          group by day, reporter_id) counted\
        """,
        domain,
        since);
  }

  /**
   * Whether a report is stored under the key of this one, so that it is a copy or a conflict.
   *
   * @param except the entry in the intake log that is being judged itself
   */
  public boolean isStored(ReportHeader header, long except) {
    ReportKey key;
    try {
      key = ReportKey.of(header);
    } catch (InvalidReportException e) {
      return false;
    }
    return sql.number(
            """
            select count(*) from report
            where domain_id = (select id from domain where name = ?)
              and reporter_id = (select id from reporter where key = ?)
              and report_id = ? and begin_at = ? and end_at = ? and intake_id <> ?\
            """,
            key.domain(),
            key.reporterKey(),
            key.reportId(),
            key.begin(),
            key.end(),
            except)
        > 0;
  }

  private static String key(String reporter) {
    return SqlText.key(reporter).toLowerCase(Locale.ROOT);
  }
}
