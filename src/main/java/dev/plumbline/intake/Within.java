package dev.plumbline.intake;

import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.report.tls.TlsReport;
import dev.plumbline.store.intake.SetAsideException;
import org.jspecify.annotations.Nullable;

/**
 * What a report that comes now may say.
 *
 * @param mail that it comes in; null if it does not come by mail
 */
record Within(Bounds bounds, Bounds.Arrival arrival, Trust trust, Trust.@Nullable Mail mail) {

  /** Whether what comes by a channel came by mail. */
  static boolean isMail(String channel) {
    return channel.startsWith("mailbox:") || channel.equals("smtp") || channel.equals("lmtp");
  }

  void check(AggregateReport report, int identities) throws SetAsideException {
    bounds.check(report, identities, arrival);
    trust.check(report, mail);
  }

  FailureReport checked(FailureReport report) throws SetAsideException {
    bounds.check(report, arrival);
    return report;
  }

  TlsReport checked(TlsReport report) throws SetAsideException {
    bounds.check(report, arrival);
    return report;
  }
}
