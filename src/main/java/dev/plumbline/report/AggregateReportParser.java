package dev.plumbline.report;

import java.io.IOException;

/**
 * Reads aggregate reports of RFC 7489 and RFC 9990, record by record, in constant memory. Safe for
 * use by several threads.
 */
public final class AggregateReportParser {

  /**
   * Reads one report.
   *
   * @param source the XML, uncompressed
   * @param sink gets the header, then each row
   * @throws InvalidReportException if it is not an aggregate report, or nothing of it can be used
   * @throws IOException what the source throws, limits on its size among it
   */
  public ParsedReport parse(ReportSource source, ReportSink sink)
      throws InvalidReportException, IOException {
    if (source.open().read() < 0) {
      throw new IOException("empty");
    }
    throw new InvalidReportException("not built yet");
  }
}
