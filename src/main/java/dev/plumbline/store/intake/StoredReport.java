package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import dev.plumbline.store.judgement.JudgingQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/**
 * A report that is stored under the key of one that comes in.
 *
 * @param partial whether its document ended early
 * @param intakeId the entry it came with, 0 if it comes with the same batch
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record StoredReport(
    ReportRef ref,
    LocalDate day,
    byte[] content,
    boolean partial,
    long rows,
    long messages,
    long intakeId,
    String member) {

  static final String COLUMNS =
      "r.domain_id, r.id, r.day, r.content_sha256, r.partial, r.row_count, r.message_count,"
          + " r.intake_id, r.member";

  /** Reads {@link #COLUMNS}. */
  static StoredReport of(java.sql.ResultSet row) throws SQLException {
    return new StoredReport(
        new ReportRef(row.getLong("domain_id"), row.getLong("id")),
        row.getObject("day", LocalDate.class),
        row.getBytes("content_sha256"),
        row.getBoolean("partial"),
        row.getLong("row_count"),
        row.getLong("message_count"),
        row.getLong("intake_id"),
        row.getString("member"));
  }

  /** Takes it away with its rows and totals; its raw bytes stay, and what is about it. */
  void remove(Connection connection) throws SQLException {
    remove(connection, ref, day);
  }

  static void remove(Connection connection, ReportRef ref, LocalDate day) throws SQLException {
    JudgingQueue.wantWithout(connection, ref.domainId(), day, ref.reportId());
    for (String table : new String[] {"report_row", "daily_traffic"}) {
      Database.write(
          connection,
          "delete from " + table + " where domain_id = ? and day = ? and report_id = ?",
          ref.domainId(),
          day,
          ref.reportId());
    }
    Database.write(
        connection,
        "delete from report where domain_id = ? and id = ?",
        ref.domainId(),
        ref.reportId());
    FreshEvents.removed(connection, List.of(new FreshEvents.Subject(ref, day)));
    Database.write(
        connection, "insert into open_day (domain_id, day) values (?, ?)", ref.domainId(), day);
  }

  /** Says at the item it came with that a fuller copy has taken its place. */
  void noteReplaced(Connection connection) throws SQLException {
    Database.write(
        connection,
        """
        update intake_document set reason = reason || ' A fuller copy has taken its place.'
        where intake_id = ? and member = ? and domain_id = ? and report_id = ?\
        """,
        intakeId,
        member,
        ref.domainId(),
        ref.reportId());
  }
}
