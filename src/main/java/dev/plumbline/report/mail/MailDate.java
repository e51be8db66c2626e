package dev.plumbline.report.mail;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date of a mail (RFC 5322 sections 3.3 and 4.3).
 *
 * @param at the instant
 * @param unusual whether it was written otherwise
 */
public record MailDate(Instant at, boolean unusual) {

  private static final int MOST_CHARS = 200;
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  /** RFC 5322 section 4.3, and what else is seen. */
  private static final Map<String, String> ZONES =
      Map.ofEntries(
          Map.entry("ut", "+0000"),
          Map.entry("utc", "+0000"),
          Map.entry("gmt", "+0000"),
          Map.entry("z", "+0000"),
          Map.entry("est", "-0500"),
          Map.entry("edt", "-0400"),
          Map.entry("cst", "-0600"),
          Map.entry("cdt", "-0500"),
          Map.entry("mst", "-0700"),
          Map.entry("mdt", "-0600"),
          Map.entry("pst", "-0800"),
          Map.entry("pdt", "-0700"),
          Map.entry("bst", "+0100"),
          Map.entry("cet", "+0100"),
          Map.entry("cest", "+0200"),
          Map.entry("jst", "+0900"));

  private static final Pattern MAIL =
      Pattern.compile(
          "(?:(?<weekday>\\p{L}{2,10})\\.?,?\\s*)?(?<day>\\d{1,2})[\\s-]+(?<month>\\p{L}{3,9})\\.?"
              + "[\\s,-]+(?<year>\\d{2,4})[\\s,]+(?<hour>\\d{1,2}):(?<minute>\\d{2})"
              + "(?::(?<second>\\d{2})(?:[.,]\\d+)?)?\\s*(?<zone>[+-]\\d{1,2}:?\\d{2}|\\p{L}{1,5})?"
              + "(?<rest>.*)");

  /** As C's {@code asctime} writes it. */
  private static final Pattern ASCTIME =
      Pattern.compile(
          "(?<weekday>\\p{L}{3}),?\\s+(?<month>\\p{L}{3})\\s+(?<day>\\d{1,2}),?\\s+"
              + "(?<hour>\\d{1,2}):(?<minute>\\d{2}):(?<second>\\d{2})\\s+"
              + "(?<zone>[+-]\\d{1,2}:?\\d{2}|\\p{L}{1,5})??\\s*(?<year>\\d{4})(?<rest>.*)");

  private static final Pattern ISO =
      Pattern.compile(
          "(?<date>\\d{4}-\\d{2}-\\d{2})[T ](?<time>\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)\\s*"
              + "(?<zone>Z|UTC|GMT|[+-]\\d{2}:?\\d{2})?.*",
          Pattern.CASE_INSENSITIVE);

  /** Reads a date without regard to its day of the week, which is often wrong. */
  public static Optional<MailDate> parse(String text) {
    String plain = text.length() > MOST_CHARS ? text.substring(0, MOST_CHARS) : text;
    plain = plain.replaceAll("\\([^()]*\\)", " ").replaceAll("\\s+", " ").strip();
    Matcher mail = MAIL.matcher(plain);
    try {
      if (mail.matches()) {
        return Optional.of(of(mail));
      }
      Matcher asctime = ASCTIME.matcher(plain);
      if (asctime.matches()) {
        return Optional.of(new MailDate(of(asctime).at(), true));
      }
      Matcher iso = ISO.matcher(plain);
      return iso.matches() ? Optional.of(new MailDate(iso(iso), true)) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static MailDate of(Matcher date) {
    String name = date.group("month").toLowerCase(Locale.ROOT);
    int month = MONTHS.indexOf(name.substring(0, 3)) + 1;
    String years = date.group("year");
    int year = Integer.parseInt(years);
    if (years.length() < 4) {
      year += year < 50 ? 2000 : 1900; // RFC 5322 section 4.3.
    }
    String seconds = date.group("second");
    int second = seconds == null ? 0 : Math.min(59, Integer.parseInt(seconds)); // A leap second.
    LocalDateTime local =
        LocalDateTime.of(
            year,
            month,
            Integer.parseInt(date.group("day")),
            Integer.parseInt(date.group("hour")),
            Integer.parseInt(date.group("minute")),
            second);
    String zone = date.group("zone");
    String offset = zone == null ? "" : zone.toLowerCase(Locale.ROOT);
    boolean numeric = offset.startsWith("+") || offset.startsWith("-");
    boolean unusual =
        years.length() < 4 || name.length() != 3 || (!numeric && !offset.equals("gmt"));
    // RFC 5322 section 4.3: a zone that is not known is -0000.
    String known = numeric ? offset : ZONES.getOrDefault(offset, "+0000");
    return new MailDate(local.toInstant(offset(known)), unusual);
  }

  private static ZoneOffset offset(String text) {
    String digits = text.substring(1).replace(":", "");
    int number = Integer.parseInt(digits);
    int minutes = Math.min(14 * 60, number / 100 * 60 + number % 100);
    return ZoneOffset.ofTotalSeconds((text.startsWith("-") ? -minutes : minutes) * 60);
  }

  private static Instant iso(Matcher date) {
    String zone = date.group("zone");
    String text = date.group("date") + "T" + date.group("time");
    if (zone == null || zone.matches("(?i)Z|UTC|GMT")) {
      return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
    String offset = zone.contains(":") ? zone : zone.substring(0, 3) + ":" + zone.substring(3);
    return OffsetDateTime.parse(text + offset).toInstant();
  }
}
