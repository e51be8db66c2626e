package dev.plumbline.dns.lint;

import java.util.Locale;

/** A mistake that a linter knows; each protocol room has an enum of them. */
public interface Rule {

  /** The name of the enum constant. */
  String name();

  /** The text that tells of it, such as {@code RFC 9989 section 4.7}. */
  String reference();

  /** Whether it tells that DNS did not answer, and so nothing of the record. */
  default boolean isTrouble() {
    return name().endsWith("_TROUBLE");
  }

  /** The name in JSON. */
  default String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
