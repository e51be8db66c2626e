package dev.plumbline.cli.shell;

/** A TXT record as zone files write it. */
public final class TxtStrings {

  /** Octets of one string (RFC 1035 section 3.3). */
  private static final int MAX_OCTETS = 255;

  private TxtStrings() {}

  /** The text in quotes, in as many strings as it needs; DNS joins them without a space. */
  public static String of(String text) {
    StringBuilder strings = new StringBuilder();
    for (int start = 0; start == 0 || start < text.length(); start += MAX_OCTETS) {
      String part = text.substring(start, Math.min(text.length(), start + MAX_OCTETS));
      String escaped = part.replace("\\", "\\\\").replace("\"", "\\\"");
      strings.append(start == 0 ? "" : " ").append('"').append(escaped).append('"');
    }
    return strings.toString();
  }
}
