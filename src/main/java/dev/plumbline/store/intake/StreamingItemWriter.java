package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.store.SqlFailure;
import dev.plumbline.store.intake.ReportWriter.NotFullerException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes each document as it comes, within the transaction of its item alone. */
final class StreamingItemWriter implements ItemWriter {

  private static final String SAVEPOINT = "one_report";

  private final Connection connection;
  private final ReportWriter.Surroundings surroundings;
  private final long intakeId;
  private final @Nullable Long rawId;
  private final ReceivedItem item;
  private final List<DocumentResult> results = new ArrayList<>();
  private IntakeLog.@Nullable Submission submitter;

  StreamingItemWriter(
      Connection connection,
      ReportWriter.Surroundings surroundings,
      long intakeId,
      @Nullable Long rawId,
      ReceivedItem item) {
    this.connection = connection;
    this.surroundings = surroundings;
    this.intakeId = intakeId;
    this.rawId = rawId;
    this.item = item;
  }

  @Override
  public void submitter(String domain, String check) {
    submitter = new IntakeLog.Submission(domain, check);
  }

  @Override
  public void report(String member, ReportWork work) throws IOException {
    if (rawId == null) {
      throw new IllegalStateException("A report is stored with its raw bytes only");
    }
    DocumentResult result;
    try {
      execute("savepoint " + SAVEPOINT);
      try {
        result = write(member, work, rawId, true);
      } catch (NotFullerException e) {
        execute("rollback to savepoint " + SAVEPOINT);
        result = write(member, work, rawId, false);
      }
      execute("release savepoint " + SAVEPOINT);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
    results.add(result);
  }

  private DocumentResult write(String member, ReportWork work, long raw, boolean mayReplace)
      throws SQLException {
    ReportWriter writer =
        new ReportWriter(
            connection, surroundings, intakeId, raw, item.receivedAt(), member, mayReplace);
    try {
      return writer.finish(work.parse(writer));
    } catch (InvalidReportException e) {
      return undo(writer, member, e.getMessage(), null);
    } catch (LimitExceededException e) {
      return undo(writer, member, e.getMessage(), e.limit());
    } catch (IOException e) {
      return undo(writer, member, "The document cannot be unpacked: " + e.getMessage(), null);
    } catch (SqlFailure | SQLException e) {
      if (!SqlFailure.isAboutData(e)) {
        writer.cancel();
        throw e;
      }
      return undo(writer, member, "The database cannot hold it: " + e.getMessage(), null);
    } catch (RuntimeException e) {
      writer.cancel();
      throw e;
    }
  }

  private DocumentResult undo(
      ReportWriter writer, String member, @Nullable String reason, @Nullable String limit)
      throws SQLException {
    writer.cancel();
    execute("rollback to savepoint " + SAVEPOINT);
    return refusal(member, reason, limit);
  }

  @Override
  public void notAReport(String member, String reason) {
    results.add(new DocumentResult(member, DocumentOutcome.NOT_A_REPORT, reason, null, null, ""));
  }

  @Override
  public void rejected(String member, String reason, @Nullable String limit) {
    results.add(refusal(member, reason, limit));
  }

  static DocumentResult refusal(String member, @Nullable String reason, @Nullable String limit) {
    return new DocumentResult(
        member, DocumentOutcome.REJECTED, String.valueOf(reason), limit, null, "");
  }

  IntakeLog.@Nullable Submission submitter() {
    return submitter;
  }

  List<DocumentResult> results() {
    return results;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
