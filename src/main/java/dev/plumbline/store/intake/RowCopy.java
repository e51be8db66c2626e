package dev.plumbline.store.intake;

import dev.plumbline.report.aggregate.ReportRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Streams the rows of one report and their totals into the database, and digests what they say. */
final class RowCopy {

  private static final int BUFFER_CHARS = 64 * 1024;

  private final Connection connection;
  private final ReportRef report;
  private final MessageDigest digest;
  private final String rowPrefix;
  private final String totalPrefix;
  private final ReportTotals totals = new ReportTotals();
  private final StringBuilder buffer = new StringBuilder(BUFFER_CHARS + 4096);
  private final StringBuilder line = new StringBuilder(512);
  private @Nullable CopyIn copy;
  private int rows;

  RowCopy(
      Connection connection,
      ReportRef report,
      LocalDate day,
      long reporterId,
      MessageDigest digest) {
    this.connection = connection;
    this.report = report;
    this.digest = digest;
    this.rowPrefix = report.domainId() + "\t" + day + "\t" + report.reportId() + "\t";
    this.totalPrefix = DailyTotals.prefix(report, day, reporterId);
  }

  void add(ReportRow row) throws SQLException {
    line.setLength(0);
    RowText.append(line, row);
    buffer.append(rowPrefix).append(++rows).append('\t').append(line);
    digest.update(line.toString().getBytes(StandardCharsets.UTF_8));
    totals.add(row);
    if (buffer.length() >= BUFFER_CHARS) {
      flushRows();
    }
    if (totals.isFull()) {
      finish();
    }
  }

  private void flushRows() throws SQLException {
    if (buffer.isEmpty()) {
      return;
    }
    if (copy == null) {
      copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(RowText.COPY);
    }
    byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    buffer.setLength(0);
  }

  /** Writes all that was added; more may follow. */
  void finish() throws SQLException {
    flushRows();
    if (copy != null) {
      copy.endCopy();
      copy = null;
    }
    DailyTotals.writeProfiles(connection, report.domainId(), totals.takeProfiles());
    StringBuilder lines = new StringBuilder();
    totals.takeLines(totalPrefix, lines);
    DailyTotals.write(connection, lines);
  }

  ReportTotals.Figures figures() {
    return totals.figures();
  }

  /** Ends an unfinished COPY, so that the connection can roll back to a savepoint. */
  void cancel() throws SQLException {
    if (copy != null && copy.isActive()) {
      copy.cancelCopy();
    }
    copy = null;
  }
}
