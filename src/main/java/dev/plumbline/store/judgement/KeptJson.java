package dev.plumbline.store.judgement;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.standing.Standing;
import java.util.List;
import java.util.Map;

/** Values of the judgement as jsonb columns hold them; equal values give equal texts. */
final class KeptJson {

  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<List<KeptSignature>> SIGNATURES = new TypeReference<>() {};
  private static final TypeReference<Map<Standing, Integer>> COUNTS = new TypeReference<>() {};

  private KeptJson() {}

  static String write(Object value) {
    return ReasonsJson.writeValue(value);
  }

  static <T> T read(String json, Class<T> type) {
    return ReasonsJson.readValue(json, type);
  }

  static List<String> texts(String json) {
    return ReasonsJson.readValue(json, TEXTS);
  }

  static List<KeptSignature> signatures(String json) {
    return ReasonsJson.readValue(json, SIGNATURES);
  }

  static Map<Standing, Integer> counts(String json) {
    return ReasonsJson.readValue(json, COUNTS);
  }
}
