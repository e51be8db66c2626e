package dev.plumbline.report.aggregate;

import dev.plumbline.report.Repair;
import java.util.List;

/**
 * The end of a parsed aggregate report: its header again, what was counted, and what was repaired.
 *
 * @param header as handed to {@link ReportSink#begin}
 * @param rows records handed on
 * @param messages the sum of their counts
 * @param passRows rows whose policy_evaluated DKIM or SPF is pass
 * @param passMessages the messages of those rows
 * @param partial whether the document ended early, so that rows may be missing
 * @param followed whether the document holds another report, at the next place
 * @param repairs every tolerance applied, at most 1,000; after that a closing line counts the rest
 */
public record AggregateReport(
    ReportHeader header,
    long rows,
    long messages,
    long passRows,
    long passMessages,
    boolean partial,
    boolean followed,
    List<Repair> repairs) {

  public AggregateReport {
    repairs = List.copyOf(repairs);
  }

  /** A report that is the only one of its document. */
  public AggregateReport(
      ReportHeader header,
      long rows,
      long messages,
      long passRows,
      long passMessages,
      boolean partial,
      List<Repair> repairs) {
    this(header, rows, messages, passRows, passMessages, partial, false, repairs);
  }
}
