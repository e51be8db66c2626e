package dev.plumbline.store.intake;

import dev.plumbline.mime.Submitter;
import dev.plumbline.store.Database;
import dev.plumbline.store.judgement.JudgingQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report that is stored under the key of one that comes in.
 *
 * @param partial whether its document ended early
 * @param reporterId who wrote it, by what it says
 * @param intakeId the entry it came with, 0 if it comes with the same batch
 * @param submitter whose mail it came in; null if in none
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
    String member,
    long reporterId,
    @Nullable Submitter submitter) {

  static final String COLUMNS =
      "r.domain_id, r.id, r.day, r.content_sha256, r.partial, r.row_count, r.message_count,"
          + " r.intake_id, r.member, r.reporter_id, r.submitter, r.submitter_check";

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
        row.getString("member"),
        row.getLong("reporter_id"),
        submitter(row));
  }

  private static @Nullable Submitter submitter(java.sql.ResultSet row) throws SQLException {
    String domain = row.getString("submitter");
    return domain == null
        ? null
        : new Submitter(domain, Submitter.Check.of(row.getString("submitter_check")));
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

  /**
   * Makes it a conflict with the report that is stored in its place, since the mail of that one is
   * proven; to be called before it is removed.
   */
  void outranked(Connection connection) throws SQLException {
    Database.write(
        connection,
        """
        insert into report_conflict (domain_id, report_id, content_sha256, raw_id, member,
          intake_id, row_count, message_count, received_at)
        select domain_id, id, content_sha256, raw_id, member, intake_id, row_count, message_count,
          received_at
        from report where domain_id = ? and id = ?
        on conflict do nothing\
        """,
        ref.domainId(),
        ref.reportId());
    Database.write(
        connection,
        """
        update intake_document set outcome = 'conflict',
          reason = reason || ' It does not count any more: another one came under its key, in a mail'
            || ' that is proven to come from the reporter.'
        where intake_id = ? and member = ? and domain_id = ? and report_id = ?
          and outcome = 'stored'\
        """,
        intakeId,
        member,
        ref.domainId(),
        ref.reportId());
    Database.write(
        connection,
        """
        update intake_log set outcome = 'conflict', reason = reason || ' It does not count any more.'
        where id = ? and outcome = 'stored' and not exists (
          select from intake_document where intake_id = ? and outcome = 'stored')\
        """,
        intakeId,
        intakeId);
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
