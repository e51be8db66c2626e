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
    String domain) {}
