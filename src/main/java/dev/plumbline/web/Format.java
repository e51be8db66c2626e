package dev.plumbline.web;

import dev.plumbline.dns.Counted;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How numbers, days and times read on the pages. */
final class Format {

  /** A day, as pages write it. */
  static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Format() {}

  static String count(long number) {
    return Counted.number(number);
  }

  /** "1 message", "2 messages". */
  static String count(long number, String one, String many) {
    return Counted.of(number, one, many);
  }

  /** A percentage that says 0% or 100% only when it is exactly that. */
  static String share(long part, long whole) {
    if (whole == 0) {
      return "–";
    }
    if (part == 0) {
      return "0%";
    }
    if (part == whole) {
      return "100%";
    }
    double percent = 100.0 * part / whole;
    if (percent < 0.1) {
      return "<0.1%";
    }
    if (percent > 99.9) {
      return ">99.9%";
    }
    long tenths = Math.round(10 * percent);
    return tenths / 10 + "." + tenths % 10 + "%";
  }

  /** "22 Nov 2026". */
  static String day(LocalDate day) {
    return DAY.format(day);
  }

  /** "24 Oct – 22 Nov 2026", without what both ends share. */
  static String days(LocalDate from, LocalDate to) {
    if (from.equals(to)) {
      return day(from);
    }
    if (from.getYear() != to.getYear()) {
      return day(from) + " – " + day(to);
    }
    String pattern = from.getMonth() == to.getMonth() ? "d" : "d MMM";
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(from) + " – " + day(to);
  }

  /** "22 Nov 2026, 14:05 UTC". */
  static String time(Instant time) {
    return TIME.format(time);
  }

  /** As {@link #time}, to the second. */
  static String exactTime(Instant time) {
    return EXACT.format(time);
  }

  /** What a report covers: a day if it is one, else both ends. */
  static String span(Instant begin, Instant end) {
    LocalDate first = LocalDate.ofInstant(begin, ZoneOffset.UTC);
    // The end is either the last second of a day or the first of the next; both mean that day.
    LocalDate last = LocalDate.ofInstant(end.minusSeconds(1), ZoneOffset.UTC);
    boolean whole =
        begin.equals(first.atStartOfDay(ZoneOffset.UTC).toInstant())
            && !end.plusSeconds(2)
                .isBefore(last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    if (whole && !last.isBefore(first)) {
      return days(first, last);
    }
    return time(begin) + " – " + time(end);
  }

  static String bytes(long bytes) {
    if (bytes < 1_024) {
      return count(bytes, "byte", "bytes");
    }
    if (bytes < 1_048_576) {
      return String.format(Locale.ENGLISH, "%.1f KiB", bytes / 1_024.0);
    }
    return String.format(Locale.ENGLISH, "%.1f MiB", bytes / 1_048_576.0);
  }
}
