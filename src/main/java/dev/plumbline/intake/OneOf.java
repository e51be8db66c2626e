package dev.plumbline.intake;

import dev.plumbline.report.Bytes;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.report.aggregate.ReportSink;
import dev.plumbline.store.intake.AggregateReading;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of the reports of a document; nearly always there is one only. */
record OneOf(AggregateReportParser parser, Bytes content, int place, @Nullable Within within)
    implements AggregateReading {

  @Override
  public AggregateReport read(ReportSink sink) throws InvalidReportException, IOException {
    if (within == null) {
      return parser.parse(content, place, sink);
    }
    CountedIdentities counted = new CountedIdentities(sink, within.bounds().mostIdentities());
    AggregateReport report = parser.parse(content, place, counted);
    within.check(report, counted.count());
    return report;
  }

  @Override
  public Optional<AggregateReading> next() {
    return Optional.of(new OneOf(parser, content, place + 1, within));
  }
}
