package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportSink;
import dev.plumbline.store.SqlText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A small report, read into memory as the text of its rows and totals. */
final class ReportDraft implements ReportSink {

  /** A report with more text is written while it is read. */
  private static final int MOST_CHARS = 2 << 20;

  private final MessageDigest digest = SqlText.sha256();
  private final ReportTotals totals = new ReportTotals();
  private final StringBuilder rows = new StringBuilder();
  private final StringBuilder totalLines = new StringBuilder();
  private @Nullable ReportKey key;
  private @Nullable InvalidReportException unusable;
  private @Nullable AggregateReport parsed;
  private List<ReportTotals.Profile> profiles = List.of();
  private byte[] content = {};

  /** The report does not fit. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException() {
      super("too large to be kept in memory", null, false, false);
    }
  }

  @Override
  public void begin(ReportHeader header) {
    try {
      key = ReportKey.of(header);
      digest.update(ReportKey.comparedFacts(header));
    } catch (InvalidReportException e) {
      unusable = e;
    }
  }

  @Override
  public void row(ReportRow row) {
    if (unusable != null) {
      return;
    }
    int start = rows.length();
    RowText.append(rows, row);
    digest.update(rows.substring(start).getBytes(StandardCharsets.UTF_8));
    totals.add(row);
    if (rows.length() > MOST_CHARS || totals.isFull()) {
      throw new TooLargeException();
    }
  }

  /** To be called after the last row. */
  void finish(AggregateReport report) throws InvalidReportException, LimitExceededException {
    if (key == null && unusable == null) {
      begin(report.header());
    }
    if (unusable != null) {
      throw unusable;
    }
    ReportInsert.checkBelievable(report);
    parsed = report;
    content = digest.digest();
    profiles = totals.takeProfiles();
    totals.takeLines("", totalLines);
  }

  ReportKey key() {
    return Objects.requireNonNull(key);
  }

  AggregateReport parsed() {
    return Objects.requireNonNull(parsed);
  }

  byte[] content() {
    return content;
  }

  List<ReportTotals.Profile> profiles() {
    return profiles;
  }

  ReportTotals.Figures figures() {
    return totals.figures();
  }

  int chars() {
    return rows.length() + totalLines.length();
  }

  /** Appends the rows as COPY takes them. */
  void appendRows(StringBuilder out, ReportRef ref) {
    String prefix = ref.domainId() + "\t" + key().day() + "\t" + ref.reportId() + "\t";
    int number = 0;
    for (int start = 0; start < rows.length(); ) {
      int end = rows.indexOf("\n", start) + 1;
      out.append(prefix).append(++number).append('\t').append(rows, start, end);
      start = end;
    }
  }

  /** Appends the totals as COPY takes them. */
  void appendTotals(StringBuilder out, ReportRef ref, long reporterId) {
    String prefix = DailyTotals.prefix(ref, key().day(), reporterId);
    for (int start = 0; start < totalLines.length(); ) {
      int end = totalLines.indexOf("\n", start) + 1;
      out.append(prefix).append(totalLines, start, end);
      start = end;
    }
  }
}
