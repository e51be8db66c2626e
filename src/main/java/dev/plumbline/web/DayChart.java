package dev.plumbline.web;

import java.util.List;

/**
 * Messages per day in stacked series. The page holds it as a table; a script draws the chart from
 * that table.
 *
 * @param tableId the table's id on its page
 * @param label what the chart shows, in one sentence
 */
public record DayChart(String tableId, String label, List<Series> series, List<Day> days) {

  public DayChart {
    series = List.copyOf(series);
    days = List.copyOf(days);
  }

  /** One colour of the stack; {@code colour} is a CSS variable without its dashes. */
  public record Series(String label, String colour) {}

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
}
