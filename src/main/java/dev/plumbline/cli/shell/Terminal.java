package dev.plumbline.cli.shell;

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
    text.codePoints().forEach(c -> safe.appendCodePoint(isSafe(c) ? c : '\uFFFD'));
    return safe.toString();
  }

  private static boolean isSafe(int c) {
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
