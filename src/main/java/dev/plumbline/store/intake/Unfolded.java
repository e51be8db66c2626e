package dev.plumbline.store.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Notes what the folded totals do not hold yet, in the transaction that writes it. Notes are only
 * ever added, so that writers never wait for each other; {@link Folding} takes them away.
 */
final class Unfolded {

  private Unfolded() {}

  /** A report that was written with its rows. */
  record Report(ReportRef ref, LocalDate day, long reporterId, ReportTotals.Figures figures) {}

  static void reports(Connection connection, List<Report> reports) throws SQLException {
    if (reports.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into open_report (domain_id, day, report_id, reporter_id, messages, pass, dkim,
              spf, quarantined, rejected)
            select n.* from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) n""")) {
      insert.setArray(1, numbers(connection, reports, one -> one.ref().domainId()));
      insert.setArray(
          2, connection.createArrayOf("date", reports.stream().map(Report::day).toArray()));
      insert.setArray(3, numbers(connection, reports, one -> one.ref().reportId()));
      insert.setArray(4, numbers(connection, reports, Report::reporterId));
      insert.setArray(5, numbers(connection, reports, one -> one.figures().messages()));
      insert.setArray(6, numbers(connection, reports, one -> one.figures().pass()));
      insert.setArray(7, numbers(connection, reports, one -> one.figures().dkim()));
      insert.setArray(8, numbers(connection, reports, one -> one.figures().spf()));
      insert.setArray(9, numbers(connection, reports, one -> one.figures().quarantined()));
      insert.setArray(10, numbers(connection, reports, one -> one.figures().rejected()));
      insert.executeUpdate();
    }
  }

  private static java.sql.Array numbers(
      Connection connection, List<Report> reports, ToLongFunction<Report> number)
      throws SQLException {
    return connection.createArrayOf("bigint", reports.stream().map(number::applyAsLong).toArray());
  }

  /** Every day of a domain. */
  static void allDays(Connection connection, long domainId) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into open_day (domain_id, day)
            select domain_id, day from report where domain_id = ?
            union select domain_id, day from day_source where domain_id = ?
            union select domain_id, day from day_reporter where domain_id = ?
            union select domain_id, day from day_domain where domain_id = ?""")) {
      for (int i = 1; i <= 4; i++) {
        insert.setLong(i, domainId);
      }
      insert.executeUpdate();
    }
  }
}
