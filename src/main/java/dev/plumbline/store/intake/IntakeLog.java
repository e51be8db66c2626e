package dev.plumbline.store.intake;

import dev.plumbline.mime.Submitter;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the intake log. */
final class IntakeLog {

  private static final String COLUMNS =
      "id, received_at, channel, name, message_id, raw_id, outcome, reason, limit_name, submitter,"
          + " submitter_check";

  private static final String COPY = "copy intake_log (" + COLUMNS + ") from stdin";

  private static final String COPY_DOCUMENTS =
      """
      copy intake_document (intake_id, position, member, outcome, reason, limit_name, domain_id,
        report_id, kind, claimed_domain, claimed_reporter)
      from stdin\
      """;

  private IntakeLog() {}

  /** The entry of an item that is being written; its outcome is to follow. */
  static void begin(Connection connection, long intakeId, ReceivedItem item, @Nullable Long rawId)
      throws SQLException {
    CopyText line = new CopyText();
    add(line, intakeId, item, rawId, Outcome.TRY_AGAIN.wire(), "", null, null);
    line.send(connection, COPY);
  }

  /** Entries of items whose outcome is known. */
  static void entries(
      Connection connection,
      List<ItemDraft> items,
      List<@Nullable Long> rawIds,
      List<ItemOutcome> outcomes)
      throws SQLException {
    CopyText lines = new CopyText();
    for (int i = 0; i < items.size(); i++) {
      ItemOutcome outcome = outcomes.get(i);
      add(
          lines,
          outcome.intakeId(),
          items.get(i).item(),
          rawIds.get(i),
          outcome.outcome().wire(),
          outcome.reason(),
          outcome.limit(),
          items.get(i).submitter());
    }
    lines.send(connection, COPY);
  }

  private static void add(
      CopyText line,
      long intakeId,
      ReceivedItem item,
      @Nullable Long rawId,
      String outcome,
      String reason,
      @Nullable String limit,
      @Nullable Submitter submitter) {
    line.add(intakeId).add(item.receivedAt()).add(item.channel()).add(item.name());
    line.add(item.messageId()).add(rawId).add(outcome).add(reason).add(limit);
    line.add(submitter == null ? null : submitter.domain());
    line.add(submitter == null ? null : submitter.check().wire());
    line.endLine();
  }

  /** Completes the entry of an item. */
  static void complete(Connection connection, ItemOutcome outcome, @Nullable Submitter submitter)
      throws SQLException {
    Database.write(
        connection,
        """
        update intake_log set outcome = ?, reason = ?, limit_name = ?, submitter = ?,
          submitter_check = ?
        where id = ?\
        """,
        outcome.outcome().wire(),
        outcome.reason(),
        outcome.limit(),
        submitter == null ? null : submitter.domain(),
        submitter == null ? null : submitter.check().wire(),
        outcome.intakeId());
    documents(connection, List.of(outcome));
  }

  /** What became of each document. */
  static void documents(Connection connection, List<ItemOutcome> outcomes) throws SQLException {
    CopyText lines = new CopyText();
    for (ItemOutcome outcome : outcomes) {
      int position = 0;
      for (DocumentResult document : outcome.documents()) {
        ReportRef report = document.report();
        lines.add(outcome.intakeId()).add(position++).add(document.member());
        lines.add(document.outcome().wire()).add(document.reason()).add(document.limit());
        lines.add(report == null ? null : report.domainId());
        lines.add(report == null || report.reportId() == 0 ? null : report.reportId());
        lines.add(document.kind() == null ? null : document.kind().wire());
        boolean aside = document.outcome() == DocumentOutcome.SET_ASIDE;
        lines.add(aside ? SqlText.clean(document.domain()) : null);
        String reporter = document.claimedReporter();
        lines.add(reporter == null ? null : SqlText.key(reporter).toLowerCase(Locale.ROOT));
        lines.endLine();
      }
    }
    lines.send(connection, COPY_DOCUMENTS);
  }
}
