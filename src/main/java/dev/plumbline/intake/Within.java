package dev.plumbline.intake;

import dev.plumbline.dns.DomainName;
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.report.tls.TlsReport;
import dev.plumbline.store.intake.LearntDomains.Known;
import dev.plumbline.store.intake.SetAsideException;
import java.time.Instant;
import java.util.function.Function;

/** What a report that comes now may say. */
record Within(Bounds bounds, Bounds.Arrival arrival) {

  /**
   * What a report that comes by a channel may say: anybody can send a mail; a file was chosen by
   * somebody who may.
   */
  static Within of(Bounds bounds, String channel, Instant at, Function<DomainName, Known> learnt) {
    return new Within(
        bounds, isMail(channel) ? new Bounds.Arrival(at, learnt) : Bounds.Arrival.chosen(at));
  }

  /** Whether what comes by a channel came by mail. */
  static boolean isMail(String channel) {
    return channel.startsWith("mailbox:") || channel.equals("smtp") || channel.equals("lmtp");
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
