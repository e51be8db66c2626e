package dev.plumbline.store.judgement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.plumbline.standing.Reason;
import dev.plumbline.store.SqlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Reasons as they are kept: a JSON array of objects, each with the {@code code} of its kind and the
 * fields of that. Equal reasons give equal texts.
 */
public final class ReasonsJson {

  private static final TypeReference<List<Reason>> REASONS = new TypeReference<>() {};

  private static final ObjectMapper JSON = mapper();

  private ReasonsJson() {}

  /** Writes reasons. */
  public static String write(List<Reason> reasons) {
    try {
      return JSON.writerFor(REASONS).writeValueAsString(reasons);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what {@link #write} wrote, of this version or an earlier one. */
  public static List<Reason> read(String json) {
    try {
      return JSON.readValue(json, REASONS);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a value made of records, texts, numbers, days and reasons. */
  public static String writeValue(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what {@link #writeValue} wrote. */
  public static <T> T readValue(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what {@link #writeValue} wrote. */
  public static <T> T readValue(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "code")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private interface Coded {}

  private static ObjectMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addSerializer(String.class, new CleanText()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addMixIn(Reason.class, Coded.class)
            .build();
    Reason.KINDS.forEach((code, kind) -> mapper.registerSubtypes(new NamedType(kind, code)));
    return mapper;
  }

  /** Texts from DNS may hold what PostgreSQL does not take. */
  private static final class CleanText extends StdSerializer<String> {

    private static final long serialVersionUID = 1;

    CleanText() {
      super(String.class);
    }

    @Override
    public void serialize(String text, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(SqlText.clean(text));
    }
  }
}
