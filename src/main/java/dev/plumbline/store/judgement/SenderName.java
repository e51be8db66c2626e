package dev.plumbline.store.judgement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is behind a source.
 *
 * @param key names it in addresses and exports; stable
 * @param name for people
 * @param kind {@code own}; the kind of a service in the catalogue, as {@code marketing}; {@code
 *     service} for another one; {@code asn} or {@code network} if nothing but that is known
 * @param service the key of its catalogue entry, null if it has none
 * @param evidence what it is named by, as sentences, the weightiest first
 */
public record SenderName(
    String key, String name, String kind, @Nullable String service, List<String> evidence) {

  public SenderName {
    evidence = List.copyOf(evidence);
  }

  /** Whether it is the domain's own infrastructure. */
  public boolean own() {
    return kind.equals("own");
  }
}
