package dev.plumbline.store.traffic;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A monitored domain's traffic in a period.
 *
 * @param newestDay the newest day with a report, ever; null if it has none
 */
public record DomainTotals(
    long id, String name, long messages, long passMessages, @Nullable LocalDate newestDay) {}
