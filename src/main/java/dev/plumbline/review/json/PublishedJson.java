package dev.plumbline.review.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** Writes the records of this room: names in snake_case, days and instants as ISO 8601 in UTC. */
public final class PublishedJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private PublishedJson() {}

  /** One object on one line. */
  public static String line(Record published) {
    try {
      return MAPPER.writeValueAsString(published);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Texts, numbers and days are JSON", e);
    }
  }
}
