package dev.plumbline.store;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the documents of one item, within the item's transaction. */
public final class ItemWriter {

  private static final String SAVEPOINT = "one_report";

  private final Connection connection;
  private final ReportWriter.Names names;
  private final long intakeId;
  private final @Nullable Long rawId;
  private final ReceivedItem item;
  private final List<DocumentResult> results = new ArrayList<>();

  ItemWriter(
      Connection connection,
      ReportWriter.Names names,
      long intakeId,
      @Nullable Long rawId,
      ReceivedItem item) {
    this.connection = connection;
    this.names = names;
    this.intakeId = intakeId;
    this.rawId = rawId;
    this.item = item;
  }

  /** Writes one report, or notes why it could not be; siblings are not affected. */
  public DocumentResult report(String member, ReportWork work) throws IOException {
    if (rawId == null) {
      throw new IllegalStateException("A report is stored with its raw bytes only");
    }
    ReportWriter writer =
        new ReportWriter(connection, names, intakeId, rawId, item.receivedAt(), member);
    try {
      execute("savepoint " + SAVEPOINT);
      DocumentResult result;
      try {
        result = writer.finish(work.parse(writer));
      } catch (InvalidReportException e) {
        writer.cancel();
        execute("rollback to savepoint " + SAVEPOINT);
        result = refusal(member, e.getMessage(), null);
      } catch (LimitExceededException e) {
        writer.cancel();
        execute("rollback to savepoint " + SAVEPOINT);
        result = refusal(member, e.getMessage(), e.limit());
      } catch (IOException e) {
        writer.cancel();
        execute("rollback to savepoint " + SAVEPOINT);
        result = refusal(member, "The document cannot be unpacked: " + e.getMessage(), null);
      } catch (RuntimeException e) {
        writer.cancel();
        throw e;
      }
      execute("release savepoint " + SAVEPOINT);
      results.add(result);
      return result;
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** Notes a document that is no report. */
  public void notAReport(String member, String reason) {
    results.add(new DocumentResult(member, DocumentOutcome.NOT_A_REPORT, reason, null, null, ""));
  }

  /** Notes a document that could not be used. */
  public void rejected(String member, String reason, @Nullable String limit) {
    results.add(refusal(member, reason, limit));
  }

  private static DocumentResult refusal(
      String member, @Nullable String reason, @Nullable String limit) {
    return new DocumentResult(
        member, DocumentOutcome.REJECTED, String.valueOf(reason), limit, null, "");
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
