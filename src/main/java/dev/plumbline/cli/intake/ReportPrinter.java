package dev.plumbline.cli.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.ReportSink;
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.report.tls.TlsReport;
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

  /** Prints a failure report; what it holds is shown unmasked. */
  void failure(String file, String member, FailureReport report) throws IOException;

  /** Prints a TLS report. */
  void tls(String file, String member, TlsReport report) throws IOException;

  /** Prints what is no report. */
  void other(Other other) throws IOException;

  /** One more reading of a report that was read without error. */
  interface RowPass {
    void to(ReportSink sink) throws IOException, InvalidReportException;
  }

  /**
   * What is no report.
   *
   * @param kind {@code not_a_report} or {@code rejected}
   * @param reason why
   * @param limit the name of the limit that was hit, null if none was
   */
  record Other(String file, String member, String kind, String reason, @Nullable String limit) {}
}
