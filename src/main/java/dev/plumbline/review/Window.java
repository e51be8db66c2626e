package dev.plumbline.review;

import dev.plumbline.standing.Days;
import java.time.Clock;
import java.time.LocalDate;

/**
 * The UTC days by which domains are judged: 30 days up to today, the same for all domains and
 * everywhere.
 */
public final class Window {

  /** How many days it has. */
  public static final int DAYS = 30;

  private Window() {}

  /** The one that ends today. */
  public static Days of(Clock clock) {
    return endingAt(LocalDate.now(clock));
  }

  /** The one that ends with a day. */
  public static Days endingAt(LocalDate last) {
    return Days.upTo(last, DAYS);
  }

  /** Who was not seen in a window is judged by as many days up to the last one. */
  public static Days own(Days window, LocalDate lastSeen) {
    return window.orUpTo(lastSeen, DAYS);
  }
}
