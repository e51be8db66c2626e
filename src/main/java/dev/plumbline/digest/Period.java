package dev.plumbline.digest;

import dev.plumbline.standing.Days;
import dev.plumbline.store.digest.Rhythm;
import dev.plumbline.store.digest.Subscription.Timing;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The UTC days that a digest is about.
 *
 * @param key {@code 2026-W47}, {@code 2026-11-27} or {@code 2026-11}
 */
public record Period(String key, Days utc) {

  private static final Pattern WEEK = Pattern.compile("(\\d{4})-W(\\d{2})");
  private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  /** A period and when its digest is due. */
  public record Due(Period period, Instant at) {}

  /** The newest digest that is due. */
  public static Due newest(Timing timing, Instant now) {
    ZonedDateTime here = now.atZone(timing.zone());
    LocalDate day = begin(timing, here.toLocalDate());
    if (at(timing, day).isAfter(now)) {
      day = begin(timing, day.minusDays(1));
    }
    return new Due(before(timing.rhythm(), day), at(timing, day));
  }

  /** The last day on which one is due. */
  private static LocalDate begin(Timing timing, LocalDate day) {
    return switch (timing.rhythm()) {
      case DAILY -> day;
      case WEEKLY -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.of(timing.day())));
      case MONTHLY ->
          day.getDayOfMonth() >= timing.day()
              ? day.withDayOfMonth(timing.day())
              : day.minusMonths(1).withDayOfMonth(timing.day());
    };
  }

  private static Instant at(Timing timing, LocalDate day) {
    return day.atTime(timing.hour(), 0).atZone(timing.zone()).toInstant();
  }

  /** The last whole one before a day. */
  public static Period before(Rhythm rhythm, LocalDate day) {
    return switch (rhythm) {
      case DAILY -> day(day.minusDays(1));
      case WEEKLY -> week(day.minusWeeks(1));
      case MONTHLY -> month(YearMonth.from(day).minusMonths(1));
    };
  }

  private static Period day(LocalDate day) {
    return new Period(day.toString(), new Days(day, day));
  }

  private static Period week(LocalDate day) {
    LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    return new Period(
        "%d-W%02d"
            .formatted(
                monday.get(IsoFields.WEEK_BASED_YEAR),
                monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)),
        new Days(monday, monday.plusDays(6)));
  }

  private static Period month(YearMonth month) {
    return new Period(month.toString(), new Days(month.atDay(1), month.atEndOfMonth()));
  }

  /** Reads a key; empty if there is no such period. */
  public static Optional<Period> parse(String key) {
    try {
      Matcher week = WEEK.matcher(key);
      if (week.matches()) {
        LocalDate day =
            LocalDate.of(Integer.parseInt(week.group(1)), 1, 4)
                .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, Integer.parseInt(week.group(2)));
        return Optional.of(week(day)).filter(one -> one.key().equals(key));
      }
      return Optional.of(
          MONTH.matcher(key).matches() ? month(YearMonth.parse(key)) : day(LocalDate.parse(key)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  public LocalDate from() {
    return utc.from();
  }

  /** The last of them. */
  public LocalDate to() {
    return utc.to();
  }

  public int days() {
    return utc.count();
  }

  /** The one before it. */
  Period previous() {
    Rhythm rhythm = days() == 1 ? Rhythm.DAILY : days() == 7 ? Rhythm.WEEKLY : Rhythm.MONTHLY;
    return before(rhythm, from());
  }

  /** "16 Nov – 22 Nov 2026", and "28 Dec 2026 – 3 Jan 2027". */
  String words() {
    if (days() == 1) {
      return DAY.format(from());
    }
    DateTimeFormatter first = from().getYear() == to().getYear() ? SHORT : DAY;
    return first.format(from()) + " – " + DAY.format(to());
  }

  /** What the one before it is called. */
  String previousWords() {
    return days() == 1 ? "the day before" : days() == 7 ? "the week before" : "the month before";
  }
}
