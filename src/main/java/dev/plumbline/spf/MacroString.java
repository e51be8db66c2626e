package dev.plumbline.spf;

import java.util.List;

/**
 * Text that may hold macros, such as {@code %{ir}._spf.%{d2}} (RFC 7208 section 7.1). Equal if
 * written alike.
 */
public final class MacroString {

  private final String text;
  private final List<Part> parts;

  MacroString(String text, List<Part> parts) {
    this.text = text;
    this.parts = List.copyOf(parts);
  }

  /**
   * Reads the domain-spec of a mechanism or modifier: it ends in a macro or in a top-level label
   * after a dot.
   *
   * @throws RecordSyntaxException if it is not one
   */
  public static MacroString ofDomainSpec(String text) {
    return MacroParser.domainSpec(text, 0);
  }

  /** Whether its value depends on the message; false also if it holds only escapes. */
  public boolean hasMacros() {
    return parts.stream().anyMatch(Macro.class::isInstance);
  }

  /** Whether the macro of this lower-case letter occurs. */
  boolean uses(char letter) {
    return parts.stream().anyMatch(part -> part instanceof Macro m && m.letter() == letter);
  }

  List<Part> parts() {
    return parts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MacroString that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The text as written. */
  @Override
  public String toString() {
    return text;
  }

  sealed interface Part {}

  /** Text to be copied; the escapes {@code %%}, {@code %_} and {@code %-} are already resolved. */
  record Literal(String text) implements Part {}

  /**
   * One macro.
   *
   * @param letter in lower case
   * @param escaped whether the letter was written in upper case: the value is URL escaped
   * @param keep how many right-hand parts to keep; 0 keeps all
   * @param reversed whether the parts are put in reverse order first
   * @param delimiters the characters that divide the value into parts
   */
  record Macro(char letter, boolean escaped, int keep, boolean reversed, String delimiters)
      implements Part {}
}
