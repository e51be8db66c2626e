package dev.plumbline.intake;

import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportSink;
import java.util.HashSet;
import java.util.Set;

/**
 * Passes a report on while it is read, and counts the domains in it that SPF and DKIM were checked
 * for: about each of them DNS is asked.
 */
final class CountedIdentities implements ReportSink {

  private final ReportSink sink;
  private final int most;
  private final Set<String> names = new HashSet<>();

  /**
   * A count.
   *
   * @param most beyond which it does not matter how many there are
   */
  CountedIdentities(ReportSink sink, int most) {
    this.sink = sink;
    this.most = most;
  }

  @Override
  public void begin(ReportHeader header) {
    sink.begin(header);
  }

  @Override
  public void row(ReportRow row) {
    row.spf().forEach(result -> add(result.domain()));
    row.dkim().forEach(result -> add(result.domain()));
    sink.row(row);
  }

  private void add(String name) {
    if (names.size() <= most) {
      names.add(name);
    }
  }

  int count() {
    return names.size();
  }
}
