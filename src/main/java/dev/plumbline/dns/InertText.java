package dev.plumbline.dns;

/**
 * Text from strangers on its way to people. Characters that show nothing but change how what stands
 * around them is shown, as those that turn the direction of writing (Unicode TR 36 section 2.5),
 * are told by their numbers.
 */
public final class InertText {

  /** They join letters in some languages, and say where a word may break. */
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;

  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int SOFT_HYPHEN = 0xAD;

  /**
   * What begins a formula, the wide forms included, which spreadsheets take for the narrow ones.
   */
  private static final String BEGINS_FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

  private InertText() {}

  /** Whether a character shows, and drives nothing: no control or formatting character. */
  public static boolean isPlain(int codePoint) {
    if (codePoint < 0x7F) {
      return codePoint >= ' ';
    }
    int type = Character.getType(codePoint);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }

  private static boolean isPlainAscii(char c) {
    return c >= ' ' && c < 0x7F;
  }

  private static boolean mayStay(int c) {
    return isPlain(c)
        || c == '\n'
        || c == '\r'
        || c == '\t'
        || c == ZERO_WIDTH_NON_JOINER
        || c == ZERO_WIDTH_JOINER
        || c == SOFT_HYPHEN;
  }

  /** The text, of one or more lines, with what does not show told as by {@link #told}. */
  public static String visible(String text) {
    int plain = 0;
    // Nearly all of what a page shows is that, for which a stream of characters takes too long.
    while (plain < text.length() && isPlainAscii(text.charAt(plain))) {
      plain++;
    }
    if (plain == text.length() || text.codePoints().allMatch(InertText::mayStay)) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (mayStay(c)) {
                visible.appendCodePoint(c);
              } else {
                visible.append(told(c));
              }
            });
    return visible.toString();
  }

  /**
   * A cell of a table, {@link #visible}, that no spreadsheet takes for a formula: what would be one
   * begins with an apostrophe, as spreadsheets write text.
   */
  public static String cell(String text) {
    String visible = visible(text);
    // Spreadsheets skip blanks before they look.
    int at = 0;
    while (at < visible.length() && visible.charAt(at) == ' ') {
      at++;
    }
    boolean formula = at < visible.length() && BEGINS_FORMULA.indexOf(visible.charAt(at)) >= 0;
    return formula ? "'" + visible : visible;
  }

  /** A character that does not show, by its number. */
  public static String told(int codePoint) {
    return "\\u{" + Integer.toHexString(codePoint) + "}";
  }
}
