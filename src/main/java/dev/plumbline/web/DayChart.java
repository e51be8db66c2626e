package dev.plumbline.web;

import java.util.List;

/**
 * Messages per day in stacked series. The page holds it as a table; a script draws the chart from
 * that table.
 *
 * @param tableId the table's id on its page
 * @param label what the chart shows, in one sentence
 * @param marks what happened on some of the days
 * @param good the word for what is in the upper lane, as "pass"
 * @param bad the word for what is in the lower one
 */
public record DayChart(
    String tableId,
    String label,
    List<Series> series,
    List<Day> days,
    List<Mark> marks,
    String good,
    String bad) {

  public DayChart {
    series = List.copyOf(series);
    days = List.copyOf(days);
    marks = List.copyOf(marks);
  }

  /**
   * One colour of the stack.
   *
   * @param colour a CSS variable without its dashes
   * @param lane which of the two stacks, one above the other: what passes has other heights than
   *     what fails
   * @param filter what the address of a day adds so as to lead to these messages alone, as
   *     "&amp;show=failing"; empty if nothing
   */
  public record Series(String label, String colour, Lane lane, String filter) {

    Series(String label, String colour, Lane lane) {
      this(label, colour, lane, "");
    }
  }

  /** The stacks. */
  public enum Lane {
    PASS,
    FAIL
  }

  /** The same with other words for its lanes. */
  DayChart in(String upper, String lower) {
    return new DayChart(tableId, label, series, days, marks, upper, lower);
  }

  /** One day; its cells are in the order of the series. */
  public record Day(String day, String href, List<Cell> cells) {

    public Day {
      cells = List.copyOf(cells);
    }
  }

  /** Messages, for the chart and for the reader. */
  public record Cell(long value, String text) {

    static Cell of(long messages) {
      return new Cell(messages, messages == 0 ? "–" : Format.count(messages));
    }
  }

  /**
   * Something that happened.
   *
   * @param index of its day among those shown
   */
  public record Mark(int index, String when, String text, String href) {}
}
