package dev.plumbline.cli.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.ReportSink;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Prints what was found in files, one call a finding. */
interface ReportPrinter extends Closeable {

  /**
   * Prints an aggregate report.
   *
   * @param rows hands the report's header and rows to a sink, in a pass of its own
   */
  void aggregate(String file, String member, AggregateReport report, RowPass rows)
      throws IOException, InvalidReportException;

  /** Prints anything else. */
  void other(Other other) throws IOException;

  /** One more reading of a report that was read without error. */
  interface RowPass {
    void to(ReportSink sink) throws IOException, InvalidReportException;
  }

  /**
   * What is not an aggregate report.
   *
   * @param kind {@code failure}, {@code tls}, {@code not_a_report} or {@code rejected}
   * @param reason why it is not a report or was rejected, null for a report
   * @param limit the name of the limit that was hit, null if none was
   */
  record Other(
      String file, String member, String kind, @Nullable String reason, @Nullable String limit) {}
}
