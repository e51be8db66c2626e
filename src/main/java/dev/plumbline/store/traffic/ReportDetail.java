package dev.plumbline.store.traffic;

import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.store.intake.ReportRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored report without its rows.
 *
 * @param report its header, counts and repairs, as parsed
 * @param domain the policy domain
 * @param member its name in the message or archive it came in, empty if it came alone
 * @param intakeId the entry of the intake log it came with
 * @param conflicts reports with its key and other content
 * @param submitter the domain of From: of the mail it came in, null if it came otherwise
 * @param submitterCheck {@code pass}, {@code fail} or {@code none}: whether a trusted server found
 *     that proven
 * @param excluded whether its reporter is left out of all figures
 */
public record ReportDetail(
    ReportRef ref,
    String domain,
    AggregateReport report,
    Instant receivedAt,
    String member,
    long intakeId,
    List<Conflict> conflicts,
    @Nullable String submitter,
    @Nullable String submitterCheck,
    boolean excluded) {

  public ReportDetail {
    conflicts = List.copyOf(conflicts);
  }

  /** A report with the same key and other content. */
  public record Conflict(
      long intakeId, String member, long rows, long messages, Instant receivedAt) {}
}
