package dev.plumbline.intake;

import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.report.tls.TlsReport;
import dev.plumbline.store.intake.SetAsideException;

/** What a report that comes now may say. */
record Within(Bounds bounds, Bounds.Arrival arrival) {

  FailureReport checked(FailureReport report) throws SetAsideException {
    bounds.check(report, arrival);
    return report;
  }

  TlsReport checked(TlsReport report) throws SetAsideException {
    bounds.check(report, arrival);
    return report;
  }
}
