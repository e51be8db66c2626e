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
 * is told by a dot, and the texts of a list stand beside each other. Columns that are known before
 * stand first, whatever rows there are, so that a list of nothing has its header, too.
 */
final class CsvAnswer extends PrintWriter {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final StringWriter told;
  private final PrintWriter answer;
  private final Set<String> columns = new LinkedHashSet<>();

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
          Map<String, String> row = new LinkedHashMap<>();
          add(row, "", one);
          rows.add(row);
          columns.addAll(row.keySet());
        }
      }
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
      value.forEach(one -> texts.add(one.isValueNode() ? one.asText() : one.toString()));
      row.put(name, String.join(" ", texts));
    } else if (!value.isNull()) {
      row.put(name, value.asText());
    } else if (!hasMembers(name)) {
      row.put(name, "");
    }
  }
}
