package dev.plumbline.store.backup;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is in a backup.
 *
 * @param format of the file
 * @param schema the version of the tables
 * @param madeAt when, as an instant in UTC
 * @param server the PostgreSQL it was made of
 * @param months for which rows have partitions of their own, as {@code 2026_11}
 * @param tables in an order in which each comes after those it refers to
 * @param sequences and the last number each has given
 */
public record Manifest(
    int format,
    int schema,
    @JsonProperty("made_at") String madeAt,
    String server,
    List<String> months,
    List<DumpedTable> tables,
    Map<String, Long> sequences) {

  static final int FORMAT = 1;
  static final String ENTRY = "plumbline-backup.json";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  public Manifest {
    months = List.copyOf(months);
    tables = List.copyOf(tables);
    sequences = new TreeMap<>(sequences);
  }

  /**
   * One table.
   *
   * @param sha256 of its text, in hexadecimal digits
   */
  public record DumpedTable(
      String name, List<String> columns, long rows, long bytes, String sha256) {

    public DumpedTable {
      columns = List.copyOf(columns);
    }

    String entry() {
      return "tables/" + name + ".copy";
    }
  }

  /** All rows of all tables. */
  public long rows() {
    return tables.stream().mapToLong(DumpedTable::rows).sum();
  }

  byte[] json() throws JsonProcessingException {
    return JSON.writeValueAsBytes(this);
  }

  static Manifest read(InputStream json) throws IOException {
    return JSON.readValue(json, Manifest.class);
  }
}
