package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.ReportSink;
import java.io.IOException;

/** Parses one report into a sink. */
@FunctionalInterface
public interface ReportWork {
  AggregateReport parse(ReportSink sink) throws InvalidReportException, IOException;
}
