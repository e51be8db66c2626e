package dev.plumbline.intake;

import dev.plumbline.dns.InertText;
import org.jspecify.annotations.Nullable;

/** Text from strangers on its way to the log. */
public final class LogText {

  private static final int MOST_CHARACTERS = 300;

  private LogText() {}

  /** The text on one line: control and formatting characters escaped, very long text cut. */
  public static String safe(@Nullable String text) {
    if (text == null) {
      return "";
    }
    StringBuilder safe = new StringBuilder(Math.min(text.length(), MOST_CHARACTERS) + 16);
    int read = 0;
    while (read < text.length() && safe.length() < MOST_CHARACTERS) {
      int c = text.codePointAt(read);
      read += Character.charCount(c);
      if (InertText.isPlain(c)) {
        safe.appendCodePoint(c);
      } else {
        safe.append(InertText.told(c));
      }
    }
    return read < text.length() ? safe.append("...").toString() : safe.toString();
  }
}
