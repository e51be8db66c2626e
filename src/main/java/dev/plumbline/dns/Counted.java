package dev.plumbline.dns;

/** Numbers with what they count, for people. */
public final class Counted {

  private static final int GROUP = 3;

  private Counted() {}

  /** "12", "2,000". */
  public static String number(long number) {
    String digits = Long.toString(number);
    int first = number < 0 ? 1 : 0;
    if (digits.length() - first <= GROUP) {
      return digits;
    }
    // A page has hundreds of them, for which a formatter would take most of its time.
    StringBuilder grouped = new StringBuilder(digits);
    for (int at = digits.length() - GROUP; at > first; at -= GROUP) {
      grouped.insert(at, ',');
    }
    return grouped.toString();
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
