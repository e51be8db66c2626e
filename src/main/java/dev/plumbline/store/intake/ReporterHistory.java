package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** What is known of a reporter's earlier reports about a domain, for judging one that comes in. */
@ApplicationScoped
public class ReporterHistory {

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
    return sql.number(
        """
        select count(*) from report r
        left join intake_log i on i.id = r.intake_id
        where r.domain_id = (select id from domain where name = ?)
          and r.reporter_id = (select id from reporter where key = ?)
          and r.submitter_check <> 'pass' and (r.submitter_check = 'fail' or i.verified = 'fail')
          and r.day >= ? and r.intake_id <> ?\
        """,
        domain,
        key(reporter),
        since,
        except);
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
