package dev.plumbline.cli.shell;

import java.util.Locale;

/** Numbers with what they count, for people. */
public final class Counted {

  private Counted() {}

  /** "1 message", "2,000 messages". */
  public static String of(long number, String one, String many) {
    return String.format(Locale.ENGLISH, "%,d %s", number, number == 1 ? one : many);
  }

  /** The same of a word whose plural ends with an s. */
  public static String of(long number, String one) {
    return of(number, one, one + "s");
  }
}
