package dev.plumbline.dns.lint;

import dev.plumbline.dns.Counted;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** How much a finding matters. */
public enum Severity {
  /** The record, or what the finding is about, does not do what it is for. */
  ERROR,
  /** It works for most receivers, and is wrong. */
  WARNING,
  /** DNS did not answer, or nothing was asked: nothing is known, and nothing wrong is found. */
  UNKNOWN,
  /** It works, and could be better. */
  HINT;

  /** The word in JSON and at a terminal. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name of how many there are, in JSON. */
  public String many() {
    return this == UNKNOWN ? wire() : wire() + "s";
  }

  /** The word on pages. */
  public String words() {
    return this == UNKNOWN ? "not known" : wire();
  }

  /**
   * How much was found, as a sentence. What is not known is told apart: it is no mistake.
   *
   * @param count how many findings there are of each
   */
  public static String summary(ToLongFunction<Severity> count) {
    long errors = count.applyAsLong(ERROR);
    long warnings = count.applyAsLong(WARNING);
    long hints = count.applyAsLong(HINT);
    long unknown = count.applyAsLong(UNKNOWN);
    String missing = Counted.number(unknown) + " not known";
    if (unknown > 0 && errors + warnings + hints == 0) {
      return missing + ".";
    }
    return Counted.of(errors, "error")
        + ", "
        + Counted.of(warnings, "warning")
        + ", "
        + Counted.of(hints, "hint")
        + (unknown == 0 ? "." : "; " + missing + ".");
  }
}
