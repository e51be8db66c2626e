package dev.plumbline.spf;

import dev.plumbline.dns.DomainName;
import java.util.List;
import java.util.Optional;

/**
 * Text that may hold macros, such as {@code %{ir}._spf.%{d2}} (RFC 7208 section 7.1). Equal if
 * written alike.
 */
public final class MacroString {

  private final String text;
  private final List<Part> parts;
  private final boolean macros;
  private final Optional<DomainName> fixedName;

  MacroString(String text, List<Part> parts) {
    this.text = text;
    this.parts = List.copyOf(parts);
    this.macros = parts.stream().anyMatch(Macro.class::isInstance);
    this.fixedName = macros ? Optional.empty() : name(literals());
  }

  private String literals() {
    StringBuilder joined = new StringBuilder();
    for (Part part : parts) {
      joined.append(((Literal) part).text());
    }
    return joined.toString();
  }

  /** Whether its value depends on the message; false also if it holds only escapes. */
  public boolean hasMacros() {
    return macros;
  }

  /** The name it stands for if it has no macros; empty also if DNS cannot be asked for it. */
  Optional<DomainName> fixedName() {
    return fixedName;
  }

  /** The name that an expanded text stands for; empty if DNS cannot be asked for it. */
  static Optional<DomainName> name(String expanded) {
    return DomainName.parse(fitted(expanded));
  }

  // RFC 7208 section 7.3: a name over 253 characters loses labels on the left until it fits.
  private static String fitted(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    int excess = name.length() - DomainName.MAX_OCTETS;
    if (excess <= 0) {
      return name;
    }
    int dot = name.indexOf('.', excess - 1);
    return dot < 0 ? "" : name.substring(dot + 1);
  }

  /** Whether the macro of this lower-case letter occurs. */
  boolean uses(char letter) {
    return macros
        && parts.stream().anyMatch(part -> part instanceof Macro m && m.letter() == letter);
  }

  /** Whether its value depends on nothing but the domain whose record it stands in. */
  boolean isFixed() {
    return !macros
        || parts.stream().allMatch(part -> !(part instanceof Macro m) || m.letter() == 'd');
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
