package dev.plumbline.mailpolicy;

import dev.plumbline.dns.TagList;
import java.util.Optional;

/**
 * The record that names a logo, such as {@code v=BIMI1; l=https://example.org/logo.svg}
 * (draft-brand-indicators-for-message-identification section 4.3).
 *
 * @param text as published
 * @param location the address of the logo; empty if the domain declines to show one
 * @param evidence the address of a certificate; empty if there is none
 */
public record BimiRecord(String text, String location, String evidence) {

  static final String VERSION = "BIMI1";

  /** Reads a TXT record; empty if it does not begin with exactly {@code v=BIMI1}. */
  public static Optional<BimiRecord> parse(String text) {
    TagList tags = TagList.parse(text);
    return tags.startsWith("v", VERSION)
        ? Optional.of(new BimiRecord(text, tags.get("l").orElse(""), tags.get("a").orElse("")))
        : Optional.empty();
  }

  /** Whether the domain says that no logo shall be shown. */
  public boolean declines() {
    return location.isEmpty() && evidence.isEmpty();
  }

  /** The record in the usual order. */
  public String toText() {
    return "v=" + VERSION + "; l=" + location + (evidence.isEmpty() ? "" : "; a=" + evidence);
  }
}
