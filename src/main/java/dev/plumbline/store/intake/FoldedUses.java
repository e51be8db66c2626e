package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Writes {@code reporter_use} and {@code profile_use} where {@link Folding} cannot add to them. */
final class FoldedUses {

  private FoldedUses() {}

  /**
   * Derives what was ever used anew, once no day is open: the days of a use cannot be taken off.
   */
  static void fold(Connection connection, long domainId) throws SQLException {
    for (String table : List.of("reporter_use", "profile_use")) {
      Database.write(connection, "delete from " + table + " where domain_id = ?", domainId);
    }
    Database.write(
        connection,
        """
        insert into reporter_use (domain_id, reporter_id, email, submitter, submitter_check, reports,
          messages, first_day, last_day, leads)
        select r.domain_id, r.reporter_id, left(lower(r.email), 320), left(r.submitter, 320),
          r.submitter_check, count(*), sum(r.message_count), min(r.day), max(r.day),
          row_number() over (partition by r.domain_id, r.reporter_id) = 1
        from report r
        where r.domain_id = ? and not exists (
          select from open_report n
          where n.domain_id = r.domain_id and n.day = r.day and n.report_id = r.id)
        group by 1, 2, 3, 4, 5\
        """,
        domainId);
    Database.write(
        connection,
        """
        insert into profile_use (domain_id, reporter_id, profile_id, messages, first_day, last_day)
        select t.domain_id, t.reporter_id, t.profile_id, sum(t.messages), min(t.day), max(t.day)
        from daily_traffic t
        where t.domain_id = ? and not exists (
          select from open_report n
          where n.domain_id = t.domain_id and n.day = t.day and n.report_id = t.report_id)
        group by 1, 2, 3\
        """,
        domainId);
  }
}
