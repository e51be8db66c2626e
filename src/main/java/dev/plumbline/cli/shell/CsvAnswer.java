package dev.plumbline.cli.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.plumbline.dns.InertText;
import dev.plumbline.review.json.PublishedJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The JSON of a list as CSV: an object is a row, its members are columns; what is within a member
 * is told by a dot, and the texts of a list stand beside each other, as do the names of its
 * objects. Columns that are known before stand first, whatever rows there are, so that a list of
 * nothing has its header, too. Of an answer that is one object about lists the rows are the
 * elements of these.
 */
final class CsvAnswer extends PrintWriter {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final StringWriter told;
  private final PrintWriter answer;
  private final Set<String> columns = new LinkedHashSet<>();
  private final List<String> beside = new ArrayList<>();
  private final List<String> lists = new ArrayList<>();

  /** Tells rows of several lists apart. */
  private static final String LIST = "list";

  /** What says most of an object in a list within a row; else it is its first member. */
  private static final String SENTENCE = "sentence";

  private CsvAnswer(StringWriter told, PrintWriter answer) {
    super(told);
    this.told = told;
    this.answer = answer;
  }

  static CsvAnswer to(PrintWriter answer) {
    return new CsvAnswer(new StringWriter(), answer);
  }

  /** Says which columns there are in any case. */
  void columns(List<String> known) {
    columns.addAll(known);
  }

  /**
   * Says that the rows are the elements of some lists of the answer, such as {@code today.others}.
   *
   * @param within these lists; of several a column tells which a row is of
   * @param repeated members of the answer that each row begins with
   * @param known the columns of their elements
   */
  void rowsOf(List<String> within, List<String> repeated, List<String> known) {
    lists.addAll(within);
    beside.addAll(repeated);
    columns.addAll(repeated);
    if (within.size() > 1) {
      columns.add(LIST);
    }
    columns.addAll(known);
  }

  /** The columns that objects of a kind become. */
  static List<String> columnsOf(Class<? extends Record> kind) {
    List<String> names = new ArrayList<>();
    for (RecordComponent one : kind.getRecordComponents()) {
      String name = PublishedJson.member(one.getName());
      if (one.getType().isRecord()) {
        columnsOf(one.getType().asSubclass(Record.class))
            .forEach(within -> names.add(name + "." + within));
      } else {
        names.add(name);
      }
    }
    return names;
  }

  /** Writes it: until the last row came, nobody knows all columns. */
  void end() {
    flush();
    List<Map<String, String>> rows = new ArrayList<>();
    try (MappingIterator<JsonNode> values =
        JSON.readerFor(JsonNode.class).readValues(told.toString())) {
      while (values.hasNext()) {
        JsonNode value = values.next();
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
          rows.addAll(rows(one));
        }
      }
      rows.forEach(row -> columns.addAll(row.keySet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    StringWriter table = new StringWriter();
    if (!columns.isEmpty()) {
      try (CsvWriter csv = CsvWriter.builder().build(table)) {
        csv.writeRecord(columns);
        for (Map<String, String> row : rows) {
          csv.writeRecord(
              columns.stream().map(name -> InertText.cell(row.getOrDefault(name, ""))).toList());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    answer.print(table);
    answer.flush();
  }

  private List<Map<String, String>> rows(JsonNode answer) {
    if (lists.isEmpty()) {
      Map<String, String> row = new LinkedHashMap<>();
      add(row, "", answer);
      return List.of(row);
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (String list : lists) {
      for (JsonNode element : answer.at("/" + list.replace('.', '/'))) {
        Map<String, String> row = new LinkedHashMap<>();
        beside.forEach(name -> add(row, name, answer.path(name)));
        if (lists.size() > 1) {
          row.put(LIST, list);
        }
        add(row, "", element);
        rows.add(row);
      }
    }
    return rows;
  }

  /** Whether a member has members, though this one is null. */
  private boolean hasMembers(String name) {
    return columns.stream().anyMatch(column -> column.startsWith(name + "."));
  }

  private void add(Map<String, String> row, String name, JsonNode value) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(
              one ->
                  add(
                      row,
                      name.isEmpty() ? one.getKey() : name + "." + one.getKey(),
                      one.getValue()));
    } else if (value.isArray()) {
      List<String> texts = new ArrayList<>();
      value.forEach(one -> texts.add(named(one)));
      row.put(name, String.join(" ", texts));
    } else if (!value.isNull()) {
      row.put(name, value.asText());
    } else if (!hasMembers(name)) {
      row.put(name, "");
    }
  }

  private static String named(JsonNode one) {
    if (one.isObject() && !one.isEmpty()) {
      return named(one.has(SENTENCE) ? one.get(SENTENCE) : one.elements().next());
    }
    return one.isValueNode() ? one.asText() : one.toString();
  }
}
