package dev.plumbline.standing;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** UTC days in a row, both ends included. */
public record Days(LocalDate from, LocalDate to) {

  /** So many days, up to a last one. */
  public static Days upTo(LocalDate last, int count) {
    return new Days(last.minusDays(count - 1L), last);
  }

  /** Whether a day is one of them. */
  public boolean contains(LocalDate day) {
    return !day.isBefore(from) && !day.isAfter(to);
  }

  /** These, if a day is one of them; else so many up to that day. */
  public Days orUpTo(LocalDate day, int count) {
    return contains(day) ? this : upTo(day, count);
  }

  /** How many they are. */
  public int count() {
    return (int) ChronoUnit.DAYS.between(from, to) + 1;
  }
}
