package dev.plumbline.store.traffic;

import dev.plumbline.store.intake.ReportRef;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A stored report in a list.
 *
 * @param repairs how many repairs its parsing took
 * @param conflicts how many reports with its key and other content came in
 * @param excluded whether its reporter is left out of all figures
 */
public record ReportListItem(
    ReportRef ref,
    String reporter,
    String reportId,
    Instant begin,
    Instant end,
    LocalDate day,
    long rows,
    long messages,
    long passMessages,
    boolean partial,
    int repairs,
    int conflicts,
    boolean excluded) {}
