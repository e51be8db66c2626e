package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import dev.plumbline.store.judgement.JudgingQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Notes what the folded totals do not hold yet, in the transaction that writes it. Notes are only
 * ever added, so that writers never wait for each other; {@link Folding} takes them away.
 */
final class Unfolded {

  private static final String COPY =
      """
      copy open_report (domain_id, day, report_id, reporter_id, messages, pass, dkim, spf,
        quarantined, rejected)
      from stdin\
      """;

  private Unfolded() {}

  /** A report that was written with its rows. */
  record Report(ReportRef ref, LocalDate day, long reporterId, ReportTotals.Figures figures) {}

  static void reports(Connection connection, List<Report> reports) throws SQLException {
    CopyText lines = new CopyText();
    for (Report report : reports) {
      ReportTotals.Figures figures = report.figures();
      lines.add(report.ref().domainId()).add(report.day()).add(report.ref().reportId());
      lines.add(report.reporterId()).add(figures.messages()).add(figures.pass());
      lines.add(figures.dkim()).add(figures.spf()).add(figures.quarantined());
      lines.add(figures.rejected());
      lines.endLine();
    }
    lines.send(connection, COPY);
    wantJudged(connection, reports);
  }

  /** What was reported is soon to be judged, too. */
  private static void wantJudged(Connection connection, List<Report> reports) throws SQLException {
    Map<Long, List<Report>> domains = new TreeMap<>();
    reports.forEach(
        one -> domains.computeIfAbsent(one.ref().domainId(), unused -> new ArrayList<>()).add(one));
    List<JudgingQueue.Arrival> arrivals = new ArrayList<>();
    domains.forEach(
        (domain, some) ->
            arrivals.add(
                new JudgingQueue.Arrival(
                    domain,
                    some.stream().map(Report::day).toList(),
                    some.stream().map(one -> one.ref().reportId()).toList())));
    JudgingQueue.wantReports(connection, arrivals);
  }

  /** Every day of a domain. */
  static void allDays(Connection connection, long domainId) throws SQLException {
    Database.write(
        connection,
        """
        insert into open_day (domain_id, day)
        select domain_id, day from report where domain_id = ?
        union select domain_id, day from day_source where domain_id = ?
        union select domain_id, day from day_reporter where domain_id = ?
        union select domain_id, day from day_domain where domain_id = ?
        union select domain_id, month from month_domain where domain_id = ?
        union select domain_id, month from month_selector where domain_id = ?
        union select domain_id, month from month_author where domain_id = ?
        union select domain_id, day from day_author where domain_id = ?
        union select domain_id, day from day_selector where domain_id = ?\
        """,
        domainId,
        domainId,
        domainId,
        domainId,
        domainId,
        domainId,
        domainId,
        domainId,
        domainId);
  }
}
