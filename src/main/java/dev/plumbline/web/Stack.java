package dev.plumbline.web;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Adds up messages for a {@link DayChart}; long periods are shown in steps of several days. */
final class Stack {

  /** More bars than this are too thin to point at. */
  private static final int MAX_BARS = 125;

  private final Period period;
  private final int step;
  private final List<DayChart.Series> series;
  private final long[][] sums;
  private final List<DayChart.Mark> marks = new ArrayList<>();

  Stack(Period period, List<DayChart.Series> series) {
    this.period = period;
    this.series = List.copyOf(series);
    step = step(period);
    int days = period.utc().count();
    sums = new long[(days + step - 1) / step][series.size()];
  }

  /** How many days a bar stands for, in a chart of a period. */
  static int step(Period period) {
    int days = period.utc().count();
    return days <= MAX_BARS ? 1 : days <= 7L * MAX_BARS ? 7 : 28;
  }

  /** How many days a bar stands for. */
  int step() {
    return step;
  }

  void add(LocalDate day, int seriesIndex, long messages) {
    if (!day.isBefore(period.from()) && !day.isAfter(period.to())) {
      sums[(int) ChronoUnit.DAYS.between(period.from(), day) / step][seriesIndex] += messages;
    }
  }

  /** Says that something happened on a day of the period. */
  void mark(LocalDate day, String text, String href) {
    int bar = (int) ChronoUnit.DAYS.between(period.from(), day) / step;
    marks.add(new DayChart.Mark(bar, Format.day(day), text, href));
  }

  /**
   * The chart of what was added, without series that stayed empty.
   *
   * @param href where a bar leads, by its first and its last day
   */
  DayChart chart(String label, BiFunction<LocalDate, LocalDate, String> href) {
    var used = new ArrayList<Integer>();
    for (int i = 0; i < series.size(); i++) {
      for (long[] bar : sums) {
        if (bar[i] > 0) {
          used.add(i);
          break;
        }
      }
    }
    var days = new ArrayList<DayChart.Day>();
    for (int bar = 0; bar < sums.length; bar++) {
      LocalDate first = period.from().plusDays((long) bar * step);
      LocalDate last = first.plusDays(step - 1L);
      if (last.isAfter(period.to())) {
        last = period.to();
      }
      var cells = new ArrayList<DayChart.Cell>();
      for (int i : used) {
        cells.add(DayChart.Cell.of(sums[bar][i]));
      }
      days.add(new DayChart.Day(Format.days(first, last), href.apply(first, last), cells));
    }
    return new DayChart(
        "days", label, used.stream().map(series::get).toList(), days, marks, "pass", "fail");
  }
}
