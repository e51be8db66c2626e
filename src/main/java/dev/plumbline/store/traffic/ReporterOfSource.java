package dev.plumbline.store.traffic;

import java.time.LocalDate;

/**
 * What one reporter saw of one source in a period.
 *
 * @param dkimPassMessages messages with an aligned DKIM pass
 * @param spfPassMessages messages with an aligned SPF pass
 * @param passMessages messages with either
 * @param refusedMessages messages quarantined or rejected
 */
public record ReporterOfSource(
    String reporter,
    long messages,
    long passMessages,
    long dkimPassMessages,
    long spfPassMessages,
    long refusedMessages,
    LocalDate firstDay,
    LocalDate lastDay) {}
