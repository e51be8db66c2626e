package dev.plumbline.review;

import java.time.Clock;
import java.time.LocalDate;

/**
 * The UTC days by which domains are judged, both ends included: 30 days up to today, the same for
 * all domains and everywhere.
 */
public record Window(LocalDate from, LocalDate to) {

  /** How many days it has. */
  public static final int DAYS = 30;

  /** The one that ends today. */
  public static Window of(Clock clock) {
    return endingAt(LocalDate.now(clock));
  }

  /** The one that ends with a day. */
  public static Window endingAt(LocalDate last) {
    return new Window(last.minusDays(DAYS - 1L), last);
  }

  /** Whether a day is in it. */
  public boolean contains(LocalDate day) {
    return !day.isBefore(from) && !day.isAfter(to);
  }

  /** Who was not seen in it is judged by as many days up to the last one. */
  Window own(LocalDate lastSeen) {
    return contains(lastSeen) ? this : endingAt(lastSeen);
  }
}
