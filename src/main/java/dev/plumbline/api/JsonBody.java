package dev.plumbline.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.plumbline.review.json.PublishedJson;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a request, and says in one sentence what is wrong with it. */
final class JsonBody {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          // A number is no text, though Jackson would make it one.
          .withCoercionConfig(
              LogicalType.Textual,
              texts ->
                  texts
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonBody() {}

  /**
   * Reads an object.
   *
   * @throws Refusal if it is none, or has members that nobody asked for
   */
  static <T extends Record> T read(@Nullable String body, Class<T> type) {
    if (body == null || body.isBlank()) {
      throw Refusal.wrong(
          "The request has no body; it must be a JSON object with " + members(type));
    }
    ObjectReader reader = MAPPER.readerFor(type);
    T read;
    try {
      read = reader.readValue(body);
    } catch (UnrecognizedPropertyException e) {
      throw Refusal.wrong(
          "Nobody knows what \"%s\" is; there are %s"
              .formatted(e.getPropertyName(), members(type)));
    } catch (MismatchedInputException e) {
      List<Reference> path = e.getPath();
      throw Refusal.wrong(
          path.isEmpty()
              ? "The body is no JSON object; it must be one with " + members(type)
              : "%s is of another kind than it must be.".formatted(path.get(0).getFieldName()));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw Refusal.wrong(
          "The body is no JSON"
              + (at == null
                  ? "."
                  : ": line %d, column %d.".formatted(at.getLineNr(), at.getColumnNr())));
    }
    if (read == null) {
      throw Refusal.wrong("The body is no JSON object; it must be one with " + members(type));
    }
    return read;
  }

  private static String members(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getName)
            .map(PublishedJson::member)
            .collect(Collectors.joining(", "))
        + ".";
  }
}
