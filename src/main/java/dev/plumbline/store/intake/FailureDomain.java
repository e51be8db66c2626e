package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.failure.FailureReport;
import java.util.Optional;

/** Which domain a failure report is about, which several of its fields may say. */
public final class FailureDomain {

  private FailureDomain() {}

  /** The domain; empty if nothing says it. */
  public static Optional<String> of(FailureReport report) {
    try {
      return Optional.of(FailureCause.of(report).domain());
    } catch (InvalidReportException e) {
      return Optional.empty();
    }
  }
}
