package dev.plumbline.store.intake;

import org.jspecify.annotations.Nullable;

/**
 * What became of one document.
 *
 * @param member its name in the message or archive, empty if it is the whole
 * @param reason one sentence
 * @param limit the limit that was hit, if one was
 * @param report the stored report, also for a duplicate or conflict
 * @param domain the report's policy domain, empty if there is no report
 */
public record DocumentResult(
    String member,
    DocumentOutcome outcome,
    String reason,
    @Nullable String limit,
    @Nullable ReportRef report,
    String domain) {

  /** Nothing of it is a report. */
  static DocumentResult notAReport(String member, String reason) {
    return new DocumentResult(member, DocumentOutcome.NOT_A_REPORT, reason, null, null, "");
  }

  /** It could not be used. */
  static DocumentResult rejected(String member, String reason, @Nullable String limit) {
    return new DocumentResult(member, DocumentOutcome.REJECTED, reason, limit, null, "");
  }
}
