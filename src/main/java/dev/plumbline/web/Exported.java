package dev.plumbline.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table as a file: what a page shows, on all of its pages. */
final class Exported {

  /** A longer table is taken by the interface for programs. */
  static final int MOST_ROWS = 5_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final List<String> columns;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  /**
   * A table without rows.
   *
   * @param name of the file, without its end
   */
  Exported(String name, String... columns) {
    this.name = name;
    this.columns = List.of(columns);
  }

  /** Adds a row; its cells are texts and numbers, in the order of the columns. */
  void add(@Nullable Object... cells) {
    List<@Nullable Object> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell instanceof Number || cell == null ? cell : cell.toString());
    }
    rows.add(row);
  }

  /**
   * The file.
   *
   * @throws BadRequestException if there is no such format
   */
  Response as(String format) {
    String text =
        switch (format) {
          case "csv" -> csv();
          case "json" -> json();
          default ->
              throw new BadRequestException("A table is exported as csv or json, not as that.");
        };
    String type = format.equals("csv") ? "text/csv" : MediaType.APPLICATION_JSON;
    return Response.ok(text.getBytes(StandardCharsets.UTF_8))
        .type(type + ";charset=UTF-8")
        .header("Content-Disposition", "attachment; filename=\"" + name + "." + format + "\"")
        .build();
  }

  private String csv() {
    StringBuilder text = new StringBuilder(Csv.line(columns.toArray(String[]::new)));
    for (List<@Nullable Object> row : rows) {
      text.append(
          Csv.line(
              row.stream()
                  .map(cell -> cell == null ? "" : cell.toString())
                  .toArray(String[]::new)));
    }
    return text.toString();
  }

  private String json() {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        object.put(columns.get(i), row.get(i));
      }
      objects.add(object);
    }
    try {
      return JSON.writeValueAsString(objects);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
