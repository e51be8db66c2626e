package dev.plumbline.standing;

import dev.plumbline.dns.Counted;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Phrases that several reasons share. */
public final class Words {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Words() {}

  static String day(Instant at) {
    return DAY.format(at);
  }

  /** "4 Nov 2026". */
  public static String day(LocalDate day) {
    return DAY.format(day);
  }

  /** The UTC day of a moment. */
  static LocalDate utcDay(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  static String count(long number) {
    return Counted.number(number);
  }

  /** "1 day", "2 days". */
  static String count(long number, String one, String many) {
    return Counted.of(number, one, many);
  }

  static String messages(long number) {
    return count(number, "message", "messages");
  }

  /** {@code 12 of 340 messages}, or {@code all 340 messages}, or {@code none of 340 messages}. */
  static String share(long part, long whole) {
    if (part == whole) {
      return whole == 1 ? "The only message" : "All " + messages(whole);
    }
    return (part == 0 ? "None" : count(part)) + " of " + messages(whole);
  }
}
