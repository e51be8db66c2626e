package dev.plumbline.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Reads the reports in a file of JSON that parsedmarc wrote, one after the other: {@code
 * aggregate.json} and its like, what it prints, and one report a line.
 */
final class ParsedmarcFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What holds reports where several kinds are in one object. */
  private static final Set<String> LISTS =
      Set.of("aggregate_reports", "forensic_reports", "failure_reports", "smtp_tls_reports");

  private ParsedmarcFile() {}

  /** Takes one report. */
  @FunctionalInterface
  interface Taker {
    void take(ObjectNode report) throws IOException;
  }

  /**
   * Hands on each report.
   *
   * @throws IOException if the file cannot be read, or is no JSON
   */
  static void read(Path file, Taker taker) throws IOException {
    try (InputStream bytes = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        JsonParser parser = JSON.createParser(new WithoutBrackets(in))) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          object(parser, taker);
        }
      }
    }
  }

  /**
   * A report, or what holds lists of them, or one beside the word that says of which kind it is.
   */
  private static void object(JsonParser parser, Taker taker) throws IOException {
    ObjectNode report = JSON.createObjectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (LISTS.contains(name)) {
        held(parser, value, taker);
      } else if (name.equals("report") && value == JsonToken.START_OBJECT) {
        object(parser, taker);
      } else if (!name.equals("report_type")) {
        report.set(name, JSON.<JsonNode>readTree(parser));
      }
    }
    if (!report.isEmpty()) {
      taker.take(report);
    }
  }

  /** The reports of one kind. */
  private static void held(JsonParser parser, JsonToken first, Taker taker) throws IOException {
    if (first == JsonToken.START_OBJECT) {
      object(parser, taker);
    } else if (first == JsonToken.START_ARRAY) {
      for (JsonToken one = parser.nextToken();
          one != null && one != JsonToken.END_ARRAY;
          one = parser.nextToken()) {
        if (one == JsonToken.START_OBJECT) {
          object(parser, taker);
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  /**
   * Reports one after the other, whatever brackets and commas stand between them. For years,
   * parsedmarc added to a file behind the end of its array, and left out the beginning of the next:
   * {@code [{…}], {…}]}.
   */
  private static final class WithoutBrackets extends FilterInputStream {
    private int depth;
    private boolean text;
    private boolean escaped;

    WithoutBrackets(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = in.read();
      return one < 0 ? one : seen(one);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = in.read(into, from, length);
      for (int i = from; i < from + read; i++) {
        into[i] = (byte) seen(into[i]);
      }
      return read;
    }

    private int seen(int one) {
      if (text) {
        text = escaped || one != '"';
        escaped = !escaped && one == '\\';
        return one;
      }
      switch (one) {
        case '"' -> text = true;
        case '{' -> depth++;
        case '}' -> depth--;
        case '[', ']', ',' -> {
          return depth <= 0 ? ' ' : one;
        }
        default -> {
          // Whatever it is, it divides nothing.
        }
      }
      return one;
    }
  }
}
