package dev.plumbline.spf;

import dev.plumbline.spf.MacroString.Literal;
import dev.plumbline.spf.MacroString.Macro;
import dev.plumbline.spf.MacroString.Part;
import java.util.ArrayList;
import java.util.List;

/** Reads macro strings by the grammar of RFC 7208 section 7.1. */
final class MacroParser {

  private static final String LETTERS = "slodiphv";
  private static final String EXPLANATION_LETTERS = "slodiphvcrt";
  private static final String DELIMITERS = ".-+,/_=";

  /** More parts than any value has; larger numbers mean the same and must not overflow. */
  private static final int MANY_PARTS = 1_000;

  private final String text;
  private final String letters;
  private final boolean spaces;
  private final int offset;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();
  private int at;
  private int tailStart;

  /**
   * @param letters the macro letters allowed
   * @param spaces whether spaces may stand between macro strings, as in explanations
   * @param offset where the text begins in the record, for error messages
   */
  private MacroParser(String text, String letters, boolean spaces, int offset) {
    this.text = text;
    this.letters = letters;
    this.spaces = spaces;
    this.offset = offset;
  }

  static MacroString domainSpec(String text, int offset) {
    MacroParser parser = new MacroParser(text, LETTERS, false, offset);
    MacroString spec = parser.parse();
    if (text.isEmpty()) {
      throw new RecordSyntaxException(offset, "a domain name is missing");
    }
    parser.requireDomainEnd();
    return spec;
  }

  /** The value of an unknown modifier. */
  static MacroString modifierValue(String text, int offset) {
    return new MacroParser(text, EXPLANATION_LETTERS, false, offset).parse();
  }

  /** The text an {@code exp=} modifier points to (section 6.2). */
  static MacroString explanation(String text) {
    return new MacroParser(text, EXPLANATION_LETTERS, true, 0).parse();
  }

  private MacroString parse() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '%') {
        readExpansion();
        tailStart = at;
      } else if ((c > ' ' && c <= '~') || (spaces && c == ' ')) {
        literal.append(c);
        at++;
      } else {
        throw wrong(at, "a character that is not visible ASCII");
      }
    }
    flushLiteral();
    return new MacroString(text, parts);
  }

  private void readExpansion() {
    int start = at;
    char kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    at += 2;
    switch (kind) {
      case '%' -> literal.append('%');
      case '_' -> literal.append(' ');
      case '-' -> literal.append("%20");
      case '{' -> readMacro(start);
      default -> throw wrong(start, "a % that begins no macro; a percent sign is written %%");
    }
  }

  // macro-expand = "%{" macro-letter transformers *delimiter "}"
  private void readMacro(int start) {
    char letter = next(start);
    char lower = Character.toLowerCase(letter);
    if (letters.indexOf(lower) < 0) {
      throw wrong(
          start,
          EXPLANATION_LETTERS.indexOf(lower) < 0
              ? "an unknown macro letter"
              : "a macro letter that only explanation texts may use (RFC 7208 section 7.2)");
    }
    int keep = 0;
    boolean digits = false;
    char c = next(start);
    while (c >= '0' && c <= '9') {
      keep = Math.min(keep * 10 + (c - '0'), MANY_PARTS);
      digits = true;
      c = next(start);
    }
    if (digits && keep == 0) {
      throw wrong(start, "a macro that keeps 0 parts (RFC 7208 section 7.3)");
    }
    boolean reversed = c == 'r' || c == 'R';
    if (reversed) {
      c = next(start);
    }
    StringBuilder delimiters = new StringBuilder();
    while (DELIMITERS.indexOf(c) >= 0) {
      delimiters.append(c);
      c = next(start);
    }
    if (c != '}') {
      throw wrong(start, "a macro that does not end in }");
    }
    flushLiteral();
    String divide = delimiters.isEmpty() ? "." : delimiters.toString();
    parts.add(new Macro(lower, letter != lower, keep, reversed, divide));
  }

  private char next(int start) {
    if (at >= text.length()) {
      throw wrong(start, "a macro that does not end in }");
    }
    return text.charAt(at++);
  }

  private void flushLiteral() {
    if (!literal.isEmpty()) {
      parts.add(new Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  // domain-end = ( "." toplabel [ "." ] ) / macro-expand
  private void requireDomainEnd() {
    String tail = text.substring(tailStart);
    if (tail.isEmpty()) {
      return;
    }
    int end = tail.endsWith(".") ? tail.length() - 1 : tail.length();
    int dot = tail.lastIndexOf('.', end - 1);
    if (dot < 0) {
      throw wrong(tailStart, "a name that does not end in a dot and a top-level label");
    }
    if (!isTopLabel(tail.substring(dot + 1, end))) {
      throw wrong(tailStart + dot + 1, "\"" + tail.substring(dot + 1) + "\" is no top-level label");
    }
  }

  /** Letters, digits and inner hyphens, not digits alone. */
  private static boolean isTopLabel(String label) {
    boolean onlyDigits = true;
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean innerHyphen = c == '-' && i > 0 && i < label.length() - 1;
      if (!digit && !letter && !innerHyphen) {
        return false;
      }
      onlyDigits &= digit;
    }
    return !onlyDigits;
  }

  private RecordSyntaxException wrong(int position, String what) {
    return new RecordSyntaxException(offset + position, what);
  }
}
