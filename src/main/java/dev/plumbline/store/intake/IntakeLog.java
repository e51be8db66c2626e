package dev.plumbline.store.intake;

import dev.plumbline.mime.Submitter;
import dev.plumbline.store.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the intake log. */
final class IntakeLog {

  private static final String INSERT =
      """
      insert into intake_log (id, received_at, channel, name, message_id, raw_id, outcome, reason,
        limit_name, submitter, submitter_check)
      overriding system value values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  private IntakeLog() {}

  /** The entry of an item that is being written; its outcome is to follow. */
  static void begin(Connection connection, long intakeId, ReceivedItem item, @Nullable Long rawId)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      set(insert, intakeId, item, rawId, Outcome.TRY_AGAIN.wire(), "", null, null);
      insert.executeUpdate();
    }
  }

  /** Entries of items whose outcome is known. */
  static void entries(
      Connection connection,
      List<ItemDraft> items,
      List<@Nullable Long> rawIds,
      List<ItemOutcome> outcomes)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (int i = 0; i < items.size(); i++) {
        ItemOutcome outcome = outcomes.get(i);
        set(
            insert,
            outcome.intakeId(),
            items.get(i).item(),
            rawIds.get(i),
            outcome.outcome().wire(),
            outcome.reason(),
            outcome.limit(),
            items.get(i).submitter());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void set(
      PreparedStatement insert,
      long intakeId,
      ReceivedItem item,
      @Nullable Long rawId,
      String outcome,
      String reason,
      @Nullable String limit,
      @Nullable Submitter submitter)
      throws SQLException {
    insert.setLong(1, intakeId);
    insert.setTimestamp(2, Timestamp.from(item.receivedAt()));
    insert.setString(3, item.channel());
    insert.setString(4, SqlText.clean(item.name()));
    insert.setString(5, SqlText.cleanOrNull(item.messageId()));
    insert.setObject(6, rawId, Types.BIGINT);
    insert.setString(7, outcome);
    insert.setString(8, SqlText.clean(reason));
    insert.setString(9, limit);
    insert.setString(10, submitter == null ? null : SqlText.clean(submitter.domain()));
    insert.setString(11, submitter == null ? null : submitter.check().wire());
  }

  /** Completes the entry of an item. */
  static void complete(Connection connection, ItemOutcome outcome, @Nullable Submitter submitter)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update intake_log set outcome = ?, reason = ?, limit_name = ?, submitter = ?,
              submitter_check = ?
            where id = ?""")) {
      update.setString(1, outcome.outcome().wire());
      update.setString(2, SqlText.clean(outcome.reason()));
      update.setString(3, outcome.limit());
      update.setString(4, submitter == null ? null : SqlText.clean(submitter.domain()));
      update.setString(5, submitter == null ? null : submitter.check().wire());
      update.setLong(6, outcome.intakeId());
      update.executeUpdate();
    }
    documents(connection, List.of(outcome));
  }

  /** What became of each document. */
  static void documents(Connection connection, List<ItemOutcome> outcomes) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into intake_document (intake_id, position, member, outcome, reason, limit_name,
              domain_id, report_id)
            values (?, ?, ?, ?, ?, ?, ?, ?)""")) {
      for (ItemOutcome outcome : outcomes) {
        int position = 0;
        for (DocumentResult document : outcome.documents()) {
          ReportRef report = document.report();
          insert.setLong(1, outcome.intakeId());
          insert.setInt(2, position++);
          insert.setString(3, SqlText.clean(document.member()));
          insert.setString(4, document.outcome().wire());
          insert.setString(5, SqlText.clean(document.reason()));
          insert.setString(6, document.limit());
          insert.setObject(7, report == null ? null : report.domainId(), Types.BIGINT);
          insert.setObject(8, report == null ? null : report.reportId(), Types.BIGINT);
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }
}
