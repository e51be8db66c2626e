package dev.plumbline.web;

import dev.plumbline.review.Window;
import dev.plumbline.standing.Days;
import jakarta.ws.rs.BadRequestException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The UTC days a page is about, both ends included.
 *
 * <p>A period of a number of days ends today, for every domain and on every page, as the window
 * does by which domains are judged. Where the newest report is older than reports usually are, the
 * page says so.
 *
 * @param query the query that asks for this period again, without question mark
 * @param lastDays how many days were asked for; 0 for a custom period
 * @param newest the newest day with reports, null if there is none
 * @param note what the reader has to know about it, null if nothing
 */
record Period(
    Days utc, String query, int lastDays, @Nullable LocalDate newest, @Nullable String note) {

  static final int DEFAULT_DAYS = Window.DAYS;

  private static final List<Integer> CHOICES = List.of(30, 90, 365);

  /** Longer periods are cut, so that no page reads the whole history at once. */
  private static final int MAX_DAYS = 3660;

  /** Receivers report a day within the day after it. */
  private static final int USUAL_DELAY_DAYS = 2;

  LocalDate from() {
    return utc.from();
  }

  LocalDate to() {
    return utc.to();
  }

  /** A query's {@code days}, or {@code from} and {@code to}; texts may be null or wrong. */
  static Period of(
      @Nullable String days,
      @Nullable String from,
      @Nullable String to,
      LocalDate today,
      Optional<LocalDate> newestDay) {
    LocalDate newest = newestDay.orElse(null);
    if (given(from) || given(to)) {
      LocalDate last = given(to) ? day("to", to) : today;
      LocalDate first = given(from) ? day("from", from) : last.minusDays(DEFAULT_DAYS - 1L);
      if (first.isAfter(last)) {
        throw new BadRequestException(
            "The period begins on " + first + ", after its end on " + last + ".");
      }
      String note = null;
      if (first.isBefore(last.minusDays(MAX_DAYS))) {
        first = last.minusDays(MAX_DAYS);
        note = "A page shows 3,660 days at most; this period begins on " + Format.day(first) + ".";
      }
      return new Period(new Days(first, last), "from=" + first + "&to=" + last, 0, newest, note);
    }
    int count = given(days) ? number(days) : DEFAULT_DAYS;
    return new Period(
        Days.upTo(today, count), "days=" + count, count, newest, stale(newest, today));
  }

  /** The same days, where reports of another kind are shown: the newest of these counts. */
  Period about(Optional<LocalDate> newestDay) {
    LocalDate other = newestDay.orElse(null);
    boolean stale = lastDays > 0 && other != null;
    return new Period(
        utc, query, lastDays, other, stale ? stale(other, to()) : lastDays > 0 ? null : note);
  }

  private static @Nullable String stale(@Nullable LocalDate newest, LocalDate today) {
    return newest == null || !newest.isBefore(today.minusDays(USUAL_DELAY_DAYS))
        ? null
        : "The newest report is about %s, %s ago."
            .formatted(
                Format.day(newest),
                Format.count(ChronoUnit.DAYS.between(newest, today), "day", "days"));
  }

  /** Which days a figure is of that is judged, behind it; empty if they are these. */
  String unlessOf(LocalDate first, LocalDate last) {
    return first.equals(from()) && last.equals(to()) ? "" : ", " + Format.days(first, last);
  }

  /** The days that a figure is of that is judged: these themselves if they are the same. */
  Period ofJudged(Days days) {
    return days.equals(utc)
        ? this
        : new Period(days, "from=" + days.from() + "&to=" + days.to(), 0, newest, null);
  }

  /** One day alone, whether it is one of these or not. */
  Period only(LocalDate day) {
    return new Period(new Days(day, day), "from=" + day + "&to=" + day, 0, newest, null);
  }

  /** The picker for the page at {@code path}. */
  PeriodPicker picker(String path) {
    return picker(path, List.of());
  }

  /** As above; what else the address says stays the same in other periods. */
  PeriodPicker picker(String path, List<HiddenField> kept) {
    var choices = new ArrayList<PeriodPicker.Choice>();
    for (int days : CHOICES) {
      choices.add(
          new PeriodPicker.Choice(
              days + " days",
              path + "?days=" + days + HiddenField.query(kept),
              days == lastDays ? "true" : null));
    }
    return new PeriodPicker(
        Format.days(from(), to()),
        choices,
        path,
        kept,
        from().toString(),
        to().toString(),
        !CHOICES.contains(lastDays),
        note);
  }

  /** The fields of a form that asks for this period again. */
  List<HiddenField> hidden() {
    return lastDays > 0
        ? List.of(new HiddenField("days", Integer.toString(lastDays)))
        : List.of(
            new HiddenField("from", from().toString()), new HiddenField("to", to().toString()));
  }

  private static boolean given(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  private static LocalDate day(String name, @Nullable String text) {
    try {
      LocalDate day = LocalDate.parse(text == null ? "" : text.strip());
      if (day.getYear() < 1970 || day.getYear() > 9999) {
        throw new BadRequestException("\"" + name + "\" is outside the years 1970 to 9999.");
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
}
