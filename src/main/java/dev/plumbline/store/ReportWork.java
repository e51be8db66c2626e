package dev.plumbline.store;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.ParsedReport;
import dev.plumbline.report.ReportSink;
import java.io.IOException;

/** Parses one report into a sink. */
@FunctionalInterface
public interface ReportWork {
  ParsedReport parse(ReportSink sink) throws InvalidReportException, IOException;
}
