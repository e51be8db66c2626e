package dev.plumbline.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Writes a table as CSV or JSON, piece by piece. */
final class TableFile {

  private static final JsonFactory JSON = new JsonFactory();

  private final String name;
  private final boolean csv;

  private TableFile(String name, boolean csv) {
    this.name = name;
    this.csv = csv;
  }

  /**
   * A file of this name.
   *
   * @throws BadRequestException if there is no such format
   */
  static TableFile of(String name, @Nullable String format) {
    if (!"csv".equals(format) && !"json".equals(format)) {
      throw new BadRequestException("A table is exported as csv or json, not as that.");
    }
    return new TableFile(name, "csv".equals(format));
  }

  /**
   * The file.
   *
   * @param first its first piece, null if it has no row at all
   * @param next gives a piece by its number, counted from 1; null where there is none any more
   */
  Response of(@Nullable PageTable first, IntFunction<@Nullable PageTable> next) {
    return Download.stream(
        out -> write(out, first, next),
        Download.safeName(name, csv ? ".csv" : ".json"),
        csv ? "text/csv;charset=UTF-8" : MediaType.APPLICATION_JSON);
  }

  private void write(
      OutputStream out, @Nullable PageTable first, IntFunction<@Nullable PageTable> next)
      throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    if (csv) {
      if (first != null) {
        writer.write(Csv.line(first.columns().toArray(String[]::new)));
      }
      pieces(first, next, piece -> csv(writer, piece));
    } else {
      JsonGenerator json = JSON.createGenerator(writer);
      json.writeStartArray();
      pieces(first, next, piece -> json(json, piece));
      json.writeEndArray();
      json.flush();
    }
    writer.flush();
  }

  private interface Piece {
    void write(PageTable piece) throws IOException;
  }

  private static void pieces(
      @Nullable PageTable first, IntFunction<@Nullable PageTable> next, Piece each)
      throws IOException {
    PageTable piece = first;
    for (int number = 2; piece != null; number++) {
      each.write(piece);
      piece = piece.more() ? next.apply(number) : null;
    }
  }

  private static void csv(Writer writer, PageTable piece) throws IOException {
    for (List<@Nullable Object> row : piece.rows()) {
      writer.write(
          Csv.line(
              row.stream()
                  .map(cell -> cell == null ? "" : cell.toString())
                  .toArray(String[]::new)));
    }
  }

  private static void json(JsonGenerator json, PageTable piece) throws IOException {
    for (List<@Nullable Object> row : piece.rows()) {
      json.writeStartObject();
      for (int i = 0; i < row.size(); i++) {
        json.writeFieldName(piece.columns().get(i));
        if (row.get(i) instanceof Long number) {
          json.writeNumber(number);
        } else if (row.get(i) instanceof String text) {
          json.writeString(text);
        } else {
          json.writeNull();
        }
      }
      json.writeEndObject();
    }
  }
}
