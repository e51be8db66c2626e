package dev.plumbline.store;

import dev.plumbline.report.ParsedReport;
import java.time.Instant;
import java.util.List;

/**
 * A stored report without its rows.
 *
 * @param report its header, counts and repairs, as parsed
 * @param domain the policy domain
 * @param member its name in the message or archive it came in, empty if it came alone
 * @param intakeId the entry of the intake log it came with
 * @param conflicts reports with its key and other content
 */
public record ReportDetail(
    ReportRef ref,
    String domain,
    ParsedReport report,
    Instant receivedAt,
    String member,
    long intakeId,
    List<Conflict> conflicts) {

  public ReportDetail {
    conflicts = List.copyOf(conflicts);
  }

  /** A report with the same key and other content. */
  public record Conflict(
      long intakeId, String member, long rows, long messages, Instant receivedAt) {}
}
