package dev.plumbline.cli.shell;

import dev.plumbline.dns.InertText;
import org.jspecify.annotations.Nullable;

/** Text from strangers on its way to a terminal. */
public final class Terminal {

  private Terminal() {}

  /** The text with control and formatting characters, which could drive a terminal, replaced. */
  public static String safe(@Nullable String text) {
    if (text == null) {
      return "";
    }
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> safe.appendCodePoint(InertText.isPlain(c) ? c : '\uFFFD'));
    return safe.toString();
  }
}
