package dev.plumbline.report.aggregate;

import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.RepairLedger;
import org.jspecify.annotations.Nullable;

/**
 * Hands header and rows on, and counts them. If a document is read a second time because it breaks
 * in the middle, what was handed on before is counted again but not handed on twice: up to the
 * break both readings give the same rows.
 */
final class Delivery {

  private final ReportSink sink;
  private final long maxRows;
  private @Nullable ReportHeader announced;
  private long delivered;

  private long rows;
  private long messages;
  private long passRows;
  private long passMessages;

  Delivery(ReportSink sink, long maxRows) {
    this.sink = sink;
    this.maxRows = maxRows;
  }

  void restart() {
    rows = 0;
    messages = 0;
    passRows = 0;
    passMessages = 0;
  }

  void begin(ReportHeader header) {
    if (announced == null) {
      announced = header;
      sink.begin(header);
    }
  }

  void row(ReportRow row) throws LimitExceededException {
    if (rows == maxRows) {
      throw new LimitExceededException("rows", "The report has more than " + maxRows + " rows.");
    }
    rows++;
    messages += row.messages();
    if (row.passes()) {
      passRows++;
      passMessages += row.messages();
    }
    if (rows > delivered) {
      delivered = rows;
      sink.row(row);
    }
  }

  AggregateReport finish(boolean partial, boolean followed, RepairLedger repairs) {
    ReportHeader header = announced;
    if (header == null) {
      throw new IllegalStateException("begin was not called");
    }
    return new AggregateReport(
        header, rows, messages, passRows, passMessages, partial, followed, repairs.toList());
  }
}
