package dev.plumbline.export;

import com.fasterxml.jackson.databind.SequenceWriter;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.plumbline.dns.InertText;
import dev.plumbline.review.json.PublishedJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes records line by line. What it cannot write to ends it with {@link UncheckedIOException}.
 */
public interface Lines extends AutoCloseable {

  /** How lines are written. */
  enum Format {
    /** One JSON object a line. */
    NDJSON,
    /** RFC 4180, the names of the members first; lists and objects within a cell as JSON. */
    CSV;

    /** The name in addresses and commands. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  void write(Record line);

  /** Sends what was written; the stream stays open. */
  @Override
  void close();

  /** Lines of one kind of record. */
  static Lines to(OutputStream out, Format format, Class<? extends Record> kind) {
    return format == Format.NDJSON ? new Ndjson(out) : new Csv(out, kind);
  }

  /** One JSON object a line. */
  final class Ndjson implements Lines {

    private final OutputStream out;
    private final SequenceWriter json;
    private boolean begun;

    Ndjson(OutputStream out) {
      this.out = out;
      this.json = PublishedJson.lines(out);
    }

    @Override
    public void write(Record line) {
      try {
        json.write(line);
        begun = true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        json.flush();
        if (begun) {
          out.write('\n');
        }
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Comma-separated values. */
  final class Csv implements Lines {

    private final CsvWriter csv;
    private final BufferedWriter writer;
    private final RecordComponent[] columns;

    Csv(OutputStream out, Class<? extends Record> kind) {
      columns = kind.getRecordComponents();
      writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
      csv = CsvWriter.builder().build(writer);
      csv.writeRecord(
          Arrays.stream(columns)
              .map(column -> PublishedJson.member(column.getName()))
              .toArray(String[]::new));
    }

    @Override
    public void write(Record line) {
      String[] cells = new String[columns.length];
      for (int i = 0; i < columns.length; i++) {
        cells[i] = cell(value(columns[i], line));
      }
      csv.writeRecord(cells);
    }

    private static @Nullable Object value(RecordComponent column, Record line) {
      try {
        return column.getAccessor().invoke(line);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new LinkageError("Published records are public", e);
      }
    }

    private static String cell(@Nullable Object value) {
      if (value == null) {
        return "";
      }
      if (value instanceof List<?> list && list.stream().allMatch(Csv::isPlain)) {
        return InertText.cell(list.stream().map(String::valueOf).collect(Collectors.joining("; ")));
      }
      if (value instanceof Record || value instanceof List<?>) {
        return PublishedJson.text(value);
      }
      return value instanceof String text ? InertText.cell(text) : value.toString();
    }

    private static boolean isPlain(Object value) {
      return !(value instanceof Record) && !(value instanceof List<?>);
    }

    @Override
    public void close() {
      try {
        csv.flush();
        writer.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
