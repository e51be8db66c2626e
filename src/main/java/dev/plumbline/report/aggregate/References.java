package dev.plumbline.report.aggregate;

/** References to characters, by name or by number. */
final class References {

  /** No character. */
  static final int NONE = -1;

  private References() {}

  /** Whether a character may stand in one. */
  static boolean isPart(int c) {
    return c == '#' || (c < 0x80 && Character.isLetterOrDigit(c));
  }

  /** The character that is meant, or {@link #NONE}. */
  static int point(String name) {
    switch (name) {
      case "amp" -> {
        return '&';
      }
      case "lt" -> {
        return '<';
      }
      case "gt" -> {
        return '>';
      }
      case "quot" -> {
        return '"';
      }
      case "apos" -> {
        return '\'';
      }
      default -> {
        return numeric(name);
      }
    }
  }

  private static int numeric(String name) {
    try {
      int point =
          name.startsWith("#x")
              ? Integer.parseInt(name.substring(2), 16)
              : name.startsWith("#") ? Integer.parseInt(name.substring(1)) : NONE;
      return Character.isValidCodePoint(point) ? point : NONE;
    } catch (NumberFormatException e) {
      return NONE;
    }
  }
}
