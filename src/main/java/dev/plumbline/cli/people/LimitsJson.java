package dev.plumbline.cli.people;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.store.people.Limits;
import java.util.List;

/** Limits in JSON: {@code domains} is missing where there is no limit. */
final class LimitsJson {

  private LimitsJson() {}

  static void put(ObjectNode line, Limits limits) {
    List<String> domains = limits.domains();
    if (domains != null) {
      add(line.putArray("domains"), domains);
      add(line.putArray("groups"), limits.groups());
    }
  }

  private static void add(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }
}
