package dev.plumbline.mailpolicy;

import dev.plumbline.dns.TagList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The record that asks for reports about TLS, such as {@code v=TLSRPTv1;
 * rua=mailto:tls@example.org} (RFC 8460 section 3).
 *
 * @param text as published
 * @param rua where the reports go: usable {@code mailto:} and {@code https:} URIs
 */
public record TlsRptRecord(String text, List<String> rua) {

  static final String VERSION = "TLSRPTv1";

  private static final Pattern DESTINATION =
      Pattern.compile(
          "(?i)mailto:[^\\s@,;!]{1,64}@[a-z0-9._-]{1,253}(\\?[\\x21-\\x7E&&[^,;!]]*)?"
              + "|https://[a-z0-9._-]{1,253}(:[0-9]{1,5})?(/[\\x21-\\x7E&&[^,;!]]*)?");

  public TlsRptRecord {
    rua = List.copyOf(rua);
  }

  /** Reads a TXT record; empty if it does not begin with exactly {@code v=TLSRPTv1}. */
  public static Optional<TlsRptRecord> parse(String text) {
    TagList tags = TagList.parse(text);
    if (!tags.startsWith("v", VERSION)) {
      return Optional.empty();
    }
    List<String> rua = new ArrayList<>();
    for (String part : tags.get("rua").orElse("").split(",", -1)) {
      if (isDestination(part.strip())) {
        rua.add(part.strip());
      }
    }
    return Optional.of(new TlsRptRecord(text, rua));
  }

  static boolean isDestination(String text) {
    return DESTINATION.matcher(text).matches();
  }

  /** The record as the RFC writes it. */
  public String toText() {
    return "v=" + VERSION + (rua.isEmpty() ? "" : "; rua=" + String.join(",", rua));
  }
}
