package dev.plumbline.dns;

import java.util.Locale;

/** Numbers with what they count, for people. */
public final class Counted {

  private Counted() {}

  /** "12", "2,000". */
  public static String number(long number) {
    return number >= 0 && number < 1_000
        ? Long.toString(number)
        : String.format(Locale.ENGLISH, "%,d", number);
  }

  /** "1 message", "2,000 messages". */
  public static String of(long number, String one, String many) {
    return number(number) + " " + (number == 1 ? one : many);
  }

  /** The same of a word whose plural ends with an s. */
  public static String of(long number, String one) {
    return of(number, one, one + "s");
  }
}
