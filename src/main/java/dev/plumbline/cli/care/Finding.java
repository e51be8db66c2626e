package dev.plumbline.cli.care;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one part of an installation.
 *
 * @param part what was looked at
 * @param text a sentence
 * @param mend what to do about it; null if nothing
 */
record Finding(String part, State state, String text, @Nullable String mend) {

  /** How bad it is. */
  enum State {
    OK,
    /** To be known; nothing is broken. */
    NOTE,
    /** Something does not work, or will not for long. */
    WRONG;

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String part, String text) {
    return new Finding(part, State.OK, text, null);
  }

  static Finding note(String part, String text, String mend) {
    return new Finding(part, State.NOTE, text, mend);
  }

  static Finding wrong(String part, String text, String mend) {
    return new Finding(part, State.WRONG, text, mend);
  }
}
