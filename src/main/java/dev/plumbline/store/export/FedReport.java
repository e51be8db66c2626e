package dev.plumbline.store.export;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A report that was stored or taken away, as the feed tells it.
 *
 * @param position of the event
 * @param removed whether it was taken away; it may be stored again by a later event
 * @param domain empty if the domain is gone too
 * @param number names the report among those of its domain
 * @param stored what is known of it; null if it was removed, now or by a later event
 */
public record FedReport(
    long position,
    boolean removed,
    long domainId,
    String domain,
    long number,
    @Nullable LocalDate day,
    @Nullable Stored stored) {

  /**
   * A stored report.
   *
   * @param reportId as its reporter calls it
   * @param begin of the time it is about
   * @param excluded whether its reporter is left out of all figures
   */
  public record Stored(
      String reporter,
      String reportId,
      Instant begin,
      Instant end,
      String format,
      long rows,
      long messages,
      long passMessages,
      boolean partial,
      boolean excluded,
      Instant receivedAt) {}
}
