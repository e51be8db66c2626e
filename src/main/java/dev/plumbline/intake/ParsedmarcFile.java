package dev.plumbline.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
        JsonParser parser = JSON.createParser(in)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          object(parser, taker);
        }
      }
    }
  }

  /** A report, or what holds lists of them. */
  private static void object(JsonParser parser, Taker taker) throws IOException {
    ObjectNode report = JSON.createObjectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (LISTS.contains(name)) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          object(parser, taker);
        }
      } else {
        JsonNode value = JSON.readTree(parser);
        report.set(name, value);
      }
    }
    if (!report.isEmpty()) {
      taker.take(report);
    }
  }
}
