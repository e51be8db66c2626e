package dev.plumbline.store.settings;

import java.time.Instant;
import java.util.Map;

/**
 * A mailbox that was made on a page.
 *
 * @param settings as a configuration file would say them, by their names; no secrets
 * @param sealed secrets by their names, which only the holder of the key can read
 * @param active whether it is to be read
 * @param version another one once it has to be read otherwise
 * @param changedBy how they sign in
 */
public record KeptMailbox(
    String name,
    Map<String, String> settings,
    Map<String, String> sealed,
    boolean active,
    long version,
    Instant changedAt,
    String changedBy) {

  public KeptMailbox {
    settings = Map.copyOf(settings);
    sealed = Map.copyOf(sealed);
  }

  /** Never a secret, sealed or not. */
  @Override
  public String toString() {
    return name + " " + settings;
  }
}
