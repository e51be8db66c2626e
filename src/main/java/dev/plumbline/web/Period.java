package dev.plumbline.web;

import dev.plumbline.review.DomainReviews;
import jakarta.ws.rs.BadRequestException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The UTC days a page is about, both ends included.
 *
 * <p>A period of a number of days ends at the newest day there are reports for, not at a day nobody
 * has reported yet: an installation that has received nothing for a month would otherwise show
 * empty pages.
 *
 * @param query the query that asks for this period again, without question mark
 * @param lastDays how many days were asked for; 0 for a custom period
 * @param newest the newest day with reports, null if there is none
 * @param stale whether the newest day is older than reports usually are
 */
record Period(
    LocalDate from,
    LocalDate to,
    String query,
    int lastDays,
    @Nullable LocalDate newest,
    boolean stale) {

  static final int DEFAULT_DAYS = DomainReviews.USUAL_DAYS;

  private static final List<Integer> CHOICES = List.of(30, 90, 365);

  /** Longer periods are cut, so that no page reads the whole history at once. */
  private static final int MAX_DAYS = 3660;

  /** Receivers report a day within the day after it. */
  private static final int USUAL_DELAY_DAYS = 2;

  /** A query's {@code days}, or {@code from} and {@code to}; texts may be null or wrong. */
  static Period of(
      @Nullable String days,
      @Nullable String from,
      @Nullable String to,
      LocalDate today,
      Optional<LocalDate> newestDay) {
    LocalDate newest = newestDay.orElse(null);
    LocalDate end = newest == null ? today : newest;
    boolean stale = newest != null && newest.isBefore(today.minusDays(USUAL_DELAY_DAYS));
    if (given(from) || given(to)) {
      LocalDate last = given(to) ? day("to", to) : end;
      LocalDate first = given(from) ? day("from", from) : last.minusDays(DEFAULT_DAYS - 1L);
      if (first.isAfter(last)) {
        throw new BadRequestException(
            "The period begins on " + first + ", after its end on " + last + ".");
      }
      if (first.isBefore(last.minusDays(MAX_DAYS))) {
        first = last.minusDays(MAX_DAYS);
      }
      return new Period(first, last, "from=" + first + "&to=" + last, 0, newest, stale);
    }
    int count = given(days) ? number(days) : DEFAULT_DAYS;
    return new Period(end.minusDays(count - 1L), end, "days=" + count, count, newest, stale);
  }

  /** The picker for the page at {@code path}; {@code also} is a further query part or empty. */
  PeriodPicker picker(String path) {
    var choices = new ArrayList<PeriodPicker.Choice>();
    for (int days : CHOICES) {
      choices.add(
          new PeriodPicker.Choice(
              days + " days", path + "?days=" + days, days == lastDays ? "true" : null));
    }
    String note =
        stale && newest != null
            ? "The newest report is about " + Format.day(newest) + "; periods end there."
            : null;
    return new PeriodPicker(
        Format.days(from, to),
        choices,
        path,
        from.toString(),
        to.toString(),
        !CHOICES.contains(lastDays),
        note);
  }

  private static boolean given(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  private static LocalDate day(String name, @Nullable String text) {
    try {
      LocalDate day = LocalDate.parse(text == null ? "" : text.strip());
      if (day.getYear() < 1970 || day.getYear() > 2999) {
        throw new BadRequestException("\"" + name + "\" is outside the years 1970 to 2999.");
      }
      return day;
    } catch (DateTimeParseException e) {
      throw new BadRequestException("\"" + name + "\" should be a day such as 2026-11-22.", e);
    }
  }

  private static int number(@Nullable String text) {
    try {
      int days = Integer.parseInt(text == null ? "" : text.strip());
      if (days >= 1 && days <= MAX_DAYS) {
        return days;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new BadRequestException("\"days\" should be a number from 1 to " + MAX_DAYS + ".");
  }

  /** This period and some days before it. */
  Period reachingBack(int days) {
    LocalDate first = from.minusDays(days);
    return new Period(first, to, "from=" + first + "&to=" + to, 0, newest, stale);
  }
}
