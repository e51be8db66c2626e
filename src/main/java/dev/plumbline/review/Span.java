package dev.plumbline.review;

import java.time.LocalDate;

/** Some UTC days, both ends included. */
public record Span(LocalDate from, LocalDate to) {

  /** So many days that end with a day. */
  public static Span endingAt(LocalDate last, int days) {
    return new Span(last.minusDays(days - 1L), last);
  }
}
