package dev.plumbline.review.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writes the records of this room: names in snake_case, days and instants as ISO 8601 in UTC. */
public final class PublishedJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(new JsonFactory().setCharacterEscapes(new InertEscapes()))
          .addModule(new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private PublishedJson() {}

  /** Writes many objects, one a line; who asks for it flushes it, and ends the last line. */
  public static SequenceWriter lines(OutputStream out) {
    try {
      return MAPPER
          .writer()
          .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
          .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .withRootValueSeparator("\n")
          .writeValues(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Any of the values in published records. */
  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Texts, numbers and days are JSON", e);
    }
  }

  /** The name of a member by that of its component. */
  public static String member(String component) {
    return new PropertyNamingStrategies.SnakeCaseStrategy().translate(component);
  }

  /** One object on one line. */
  public static String line(Record published) {
    return text(published);
  }
}
