package dev.plumbline.mailpolicy;

import dev.plumbline.dns.TagList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The record that says a domain has an MTA-STS policy, such as {@code v=STSv1; id=20260101T000000}
 * (RFC 8461 section 3.1).
 *
 * @param text as published
 * @param id changes with the policy; null if absent or wrong
 */
public record StsRecord(String text, @Nullable String id) {

  static final String VERSION = "STSv1";

  /** Reads a TXT record; empty if it does not begin with exactly {@code v=STSv1}. */
  public static Optional<StsRecord> parse(String text) {
    TagList tags = TagList.parse(text);
    return tags.startsWith("v", VERSION)
        ? Optional.of(new StsRecord(text, tags.get("id").filter(StsRecord::isId).orElse(null)))
        : Optional.empty();
  }

  static boolean isId(String text) {
    return text.matches("[a-zA-Z0-9]{1,32}");
  }

  /** The record as the RFC writes it. */
  public String toText() {
    return "v=" + VERSION + ";" + (id == null ? "" : " id=" + id + ";");
  }
}
