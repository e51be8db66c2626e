package dev.plumbline.report.tls;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A JSON document, value by value. */
final class JsonValues implements AutoCloseable {

  /** A report has five levels. */
  private static final int MAX_DEPTH = 20;

  private static final int MAX_TEXT_CHARS = 100_000;
  private static final int MAX_NAME_CHARS = 1_000;
  private static final int MAX_NUMBER_CHARS = 100;

  /** So many texts of one list are kept. */
  static final int MAX_LIST = 1_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_TEXT_CHARS)
                  .maxNameLength(MAX_NAME_CHARS)
                  .maxNumberLength(MAX_NUMBER_CHARS)
                  .build())
          .build();

  private static final Pattern EXPONENT = Pattern.compile("-?[0-9.]{1,30}[eE]\\+?[0-9]{1,2}");

  /** What Jackson adds for its programmers. */
  private static final Pattern ADVICE =
      Pattern.compile(
          "(?:: enable `| \\(not recognized|: maybe a |: expected close marker| \\(start"
              + " marker).*");

  private final JsonParser parser;
  private final RepairLedger repairs;

  JsonValues(String document, RepairLedger repairs) throws IOException {
    this.parser = FACTORY.createParser(document);
    this.repairs = repairs;
  }

  /** What is read for each member of an object; stands at its value, and must not pass it. */
  interface Members {
    void member(String name) throws InvalidReportException, IOException;
  }

  /** What is read for each element of a list. */
  interface Elements {
    void element() throws InvalidReportException, IOException;
  }

  JsonToken next() throws InvalidReportException, IOException {
    try {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new InvalidReportException("The JSON document ends early.");
      }
      return token;
    } catch (StreamConstraintsException e) {
      throw limit(e);
    } catch (JsonProcessingException e) {
      throw broken(e);
    }
  }

  /** Jackson names no limit, but says which in its words. */
  private static LimitExceededException limit(StreamConstraintsException e) {
    String message = String.valueOf(e.getOriginalMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("depth")) {
      return new LimitExceededException(
          "json-depth", "The JSON document is nested deeper than " + MAX_DEPTH + ".");
    }
    if (lower.contains("number")) {
      return new LimitExceededException(
          "json-number", "A number has more than " + MAX_NUMBER_CHARS + " digits.");
    }
    return new LimitExceededException(
        "json-text", "A text has more than " + MAX_TEXT_CHARS + " characters.");
  }

  private static InvalidReportException broken(JsonProcessingException e) {
    String place =
        e.getLocation() == null
            ? ""
            : " (line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ")";
    String words = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    words = ADVICE.matcher(words).replaceFirst(""); // Which nobody but us could do.
    return new InvalidReportException(
        "The document is no JSON: " + RepairLedger.cut(words, 200) + place + ".", e);
  }

  boolean at(JsonToken token) {
    return parser.currentToken() == token;
  }

  /** Reads the object that it stands at, to its end. */
  void object(Members members) throws InvalidReportException, IOException {
    while (next() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      next();
      members.member(name);
    }
  }

  /** Reads the list that it stands at; something else is taken for the only element of one. */
  void list(String name, Elements elements) throws InvalidReportException, IOException {
    if (at(JsonToken.VALUE_NULL)) {
      return;
    }
    if (!at(JsonToken.START_ARRAY)) {
      repairs.add(RepairCode.SINGLE_FOR_LIST, name + " is no list; read as its only element");
      elements.element();
      return;
    }
    while (next() != JsonToken.END_ARRAY) {
      elements.element();
    }
  }

  /**
   * Reads the object that it stands at, or the objects of a list where one belongs; what is neither
   * is left out.
   */
  void objectOrList(String name, Members members) throws InvalidReportException, IOException {
    if (at(JsonToken.START_OBJECT)) {
      object(members);
    } else if (at(JsonToken.START_ARRAY)) {
      repairs.add(RepairCode.OTHER_JSON_TYPE, name + " is a list; its objects are read as one");
      while (next() != JsonToken.END_ARRAY) {
        if (at(JsonToken.START_OBJECT)) {
          object(members);
        } else {
          skip();
        }
      }
    } else {
      repairs.add(RepairCode.OTHER_JSON_TYPE, name + " is no object; left out");
      skip();
    }
  }

  /** The value that it stands at as text; null if it has none, or is no simple value. */
  @Nullable String text(String name) throws InvalidReportException, IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token == JsonToken.VALUE_STRING) {
      return string();
    }
    if (token.isScalarValue()) {
      repairs.add(RepairCode.OTHER_JSON_TYPE, name + " is no text in quotes");
      return string();
    }
    repairs.add(RepairCode.OTHER_JSON_TYPE, name + " is no simple value; left out");
    skip();
    return null;
  }

  /** As {@link #text}, of a number, which may stand in quotes. */
  @Nullable String number(String name) throws InvalidReportException, IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      repairs.add(RepairCode.OTHER_JSON_TYPE, name + " is a number in quotes");
      return string();
    }
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return plain(string());
    }
    if (token != JsonToken.VALUE_NULL) {
      repairs.add(RepairCode.OTHER_JSON_TYPE, name + " is no number; left out");
      skip();
    }
    return null;
  }

  /** RFC 8259 section 6 allows an exponent; a large one stays, and is no number of sessions. */
  private static String plain(String number) {
    return EXPONENT.matcher(number).matches() ? new BigDecimal(number).toPlainString() : number;
  }

  private String string() throws InvalidReportException, IOException {
    try {
      return clean(parser.getText());
    } catch (StreamConstraintsException e) {
      throw limit(e);
    } catch (JsonProcessingException e) {
      throw broken(e);
    }
  }

  private String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
        repairs.add(RepairCode.ILLEGAL_CHARACTER, "control characters left out");
        return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "");
      }
    }
    return text;
  }

  /** As {@link #texts}, where a text alone is as good. */
  List<String> textOrTexts(String name) throws InvalidReportException, IOException {
    if (at(JsonToken.VALUE_STRING)) {
      String text = string();
      return text.isBlank() ? List.of() : List.of(text.strip());
    }
    return texts(name);
  }

  /** The texts of a list. */
  List<String> texts(String name) throws InvalidReportException, IOException {
    List<String> texts = new ArrayList<>();
    list(
        name,
        () -> {
          String text = text(name);
          if (text != null && !text.isBlank()) {
            if (texts.size() == MAX_LIST) {
              throw new LimitExceededException(
                  "json-list", name + " has more than " + MAX_LIST + " entries.");
            }
            texts.add(text.strip());
          }
        });
    return texts;
  }

  /** Passes what it stands at over. */
  void skip() throws InvalidReportException, IOException {
    int open = 0;
    JsonToken token = parser.currentToken();
    while (true) {
      if (token.isStructStart()) {
        open++;
      } else if (token.isStructEnd()) {
        open--;
      }
      if (open == 0) {
        return;
      }
      token = next();
    }
  }

  /** Says what follows the document, which nobody should have written. */
  void end() throws IOException {
    try {
      if (parser.nextToken() == null) {
        return;
      }
    } catch (JsonProcessingException e) {
      // Whatever it is, it is not of the report.
    }
    repairs.add(RepairCode.TEXT_AFTER_DOCUMENT, "text behind the report; left out");
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
