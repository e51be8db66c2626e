package dev.plumbline.spf.advice;

import java.util.Locale;

/** How much a finding matters. */
public enum Severity {
  /** Mail fails, anyone passes, or part of the record does nothing at all. */
  ERROR,
  /** It works today for most mail, and is wrong. */
  WARNING,
  /** It works, and could be better. */
  HINT;

  /** The word on screen and in JSON. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
