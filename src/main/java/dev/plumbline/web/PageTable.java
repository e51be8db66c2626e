package dev.plumbline.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * A table as a page shows it, told as values: numbers without their separators, days and times as
 * in ISO 8601, everything else as its text. What can only be pressed or filled in is left out.
 *
 * @param columns what stands in its head
 * @param rows cells in the order of the columns: texts, {@code Long}s, null where nothing stands
 * @param more whether the page leads to a next one
 */
record PageTable(List<String> columns, List<List<@Nullable Object>> rows, boolean more) {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}(,[0-9]{3})*|[0-9]{1,18}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm[:ss] 'UTC'X", Locale.ENGLISH);

  /** What is no value: forms, and what is folded away. */
  private static final String NO_VALUE =
      "form, button, input, select, textarea, script, svg, details, .visually-hidden, [hidden]";

  /** The table of this name on a page; empty if it shows none. */
  static Optional<PageTable> of(String html, String name) {
    Document page = Jsoup.parse(html);
    Element table =
        page.getElementsByAttributeValue("data-table", name).stream().findFirst().orElse(null);
    if (table == null) {
      return Optional.empty();
    }
    boolean more = page.selectFirst("nav.pager a[rel=next]") != null;
    return Optional.of(table.nameIs("table") ? table(table, more) : list(table, more));
  }

  private static PageTable table(Element table, boolean more) {
    List<String> columns = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    List<Element> heads = table.select("> thead > tr > th");
    for (int i = 0; i < heads.size(); i++) {
      String text = text(heads.get(i));
      if (!text.isEmpty()) {
        columns.add(text);
        kept.add(i);
        columns.addAll(also(heads.get(i)));
      }
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Element row : table.select("> tbody > tr")) {
      List<Element> cells = row.select("> th, > td");
      List<@Nullable Object> values = new ArrayList<>();
      for (int column : kept) {
        Element cell = column < cells.size() ? cells.get(column).clone() : new Element("td");
        List<@Nullable Object> beside = new ArrayList<>();
        for (String name : also(heads.get(column))) {
          Element part = cell.selectFirst("[data-column=" + name + "]");
          beside.add(part == null ? null : value(part));
          if (part != null) {
            part.remove();
          }
        }
        values.add(value(cell));
        values.addAll(beside);
      }
      rows.add(values);
    }
    return new PageTable(columns, rows, more);
  }

  /** What stands in the cells of a column, and is a column of its own in a file. */
  private static List<String> also(Element head) {
    String names = head.attr("data-also");
    return names.isEmpty() ? List.of() : List.of(names.split(","));
  }

  /** A list whose items say by {@code data-cell} what would stand in a column. */
  private static PageTable list(Element list, boolean more) {
    List<String> columns = List.of(list.attr("data-columns").split(","));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Element item : list.select("> li")) {
      List<@Nullable Object> values = new ArrayList<>();
      for (Element cell : item.select("[data-cell]")) {
        values.add(value(cell));
      }
      while (values.size() < columns.size()) {
        values.add(null);
      }
      rows.add(values.subList(0, columns.size()));
    }
    return new PageTable(columns, rows, more);
  }

  private static @Nullable Object value(Element cell) {
    String exact = cell.attr("data-value");
    String text = exact.isEmpty() ? text(cell) : exact;
    if (text.isEmpty()) {
      return null;
    }
    boolean number = cell.hasClass("num") && NUMBER.matcher(text).matches();
    return number ? Long.valueOf(text.replace(",", "")) : inIso(text);
  }

  private static String text(Element cell) {
    Element shown = cell.clone();
    shown.select(NO_VALUE).remove();
    return shown.text();
  }

  /** A day or time as {@link Format} writes it, else the text. */
  private static String inIso(String text) {
    if (text.length() > 30) {
      return text;
    }
    try {
      return text.endsWith(" UTC")
          ? TIME.parse(text + "Z", Instant::from).toString()
          : Format.DAY.parse(text, LocalDate::from).toString();
    } catch (DateTimeParseException e) {
      return text;
    }
  }
}
