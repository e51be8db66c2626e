package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/**
 * Notes what others follow, in the transaction in which it happens: whoever writes or takes away a
 * report says so here.
 */
final class FreshEvents {

  private FreshEvents() {}

  /** A report that came or went. */
  record Subject(ReportRef report, LocalDate day) {}

  static void stored(Connection connection, List<Subject> reports) throws SQLException {
    note(connection, reports, false);
  }

  static void removed(Connection connection, List<Subject> reports) throws SQLException {
    note(connection, reports, true);
  }

  private static void note(Connection connection, List<Subject> reports, boolean removed)
      throws SQLException {
    if (reports.isEmpty()) {
      return;
    }
    Database.write(
        connection,
        """
        insert into fresh_event (stream, domain_id, subject, day, removed)
        select 'reports', domain_id, subject, day, ?
        from unnest(?::bigint[], ?::bigint[], ?::date[]) as noted (domain_id, subject, day)
        order by domain_id, subject\
        """,
        removed,
        connection.createArrayOf(
            "bigint", reports.stream().map(one -> one.report().domainId()).toArray()),
        connection.createArrayOf(
            "bigint", reports.stream().map(one -> one.report().reportId()).toArray()),
        connection.createArrayOf("date", reports.stream().map(Subject::day).toArray()));
  }
}
