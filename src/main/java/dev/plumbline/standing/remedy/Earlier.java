package dev.plumbline.standing.remedy;

import java.util.List;
import java.util.Map;

/**
 * What was published before: it says what was meant.
 *
 * @param spf SPF records that names had before, the newest first
 * @param keys the last usable key record that was seen at a name
 * @param aliases where the last CNAME record that was seen at such a name led
 */
public record Earlier(
    Map<String, List<String>> spf, Map<String, String> keys, Map<String, String> aliases) {

  /** Nothing is known. */
  public static final Earlier NOTHING = new Earlier(Map.of(), Map.of(), Map.of());

  public Earlier {
    spf = Map.copyOf(spf);
    keys = Map.copyOf(keys);
    aliases = Map.copyOf(aliases);
  }
}
