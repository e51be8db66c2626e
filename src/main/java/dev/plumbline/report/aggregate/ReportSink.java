package dev.plumbline.report.aggregate;

/** Takes one report as it is parsed, so that no report has to fit into memory. */
public interface ReportSink {

  /** Called once, before the first row (and also for a report without rows). */
  void begin(ReportHeader header);

  /** Called once a row, in the order of the document. */
  void row(ReportRow row);
}
