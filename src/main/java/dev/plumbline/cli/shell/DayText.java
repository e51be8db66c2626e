package dev.plumbline.cli.shell;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** Days as people type them. */
public final class DayText {

  private DayText() {}

  /**
   * A UTC day, as {@code YYYY-MM-DD}.
   *
   * @param option what it was given for
   * @throws UserException if it is none
   */
  public static LocalDate parse(String option, String text) {
    try {
      return LocalDate.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw new UserException(wrong(option, text));
    }
  }

  /** What is said of a text that is no day. */
  static String wrong(String option, String text) {
    return "%s is \"%s\"; it must be a day such as 2026-11-22."
        .formatted(option, Terminal.safe(text));
  }
}
