package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.ReportSink;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads one aggregate report into a sink, so that it never has to fit into memory. Can be done
 * again.
 */
@FunctionalInterface
public interface AggregateReading {
  AggregateReport read(ReportSink sink) throws InvalidReportException, IOException;

  /** A reading of the report that follows in the same document, if one does. */
  default Optional<AggregateReading> next() {
    return Optional.empty();
  }
}
