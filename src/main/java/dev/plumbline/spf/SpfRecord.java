package dev.plumbline.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A parsed SPF record, such as {@code v=spf1 ip4:192.0.2.0/24 include:_spf.example.org -all} (RFC
 * 7208 section 3).
 *
 * @param terms directives and modifiers in the order written
 */
public record SpfRecord(List<Term> terms) {

  private static final String VERSION = "v=spf1";

  public SpfRecord {
    terms = List.copyOf(terms);
  }

  /**
   * Reads a record.
   *
   * @throws RecordSyntaxException if there is any syntax error anywhere (section 4.6)
   */
  public static SpfRecord parse(String text) {
    return new SpfRecord(RecordParser.terms(text));
  }

  /**
   * Whether a TXT record claims to be an SPF record: the version in any case, then a space or the
   * end (section 4.5).
   */
  public static boolean isSpf(String text) {
    return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
        && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
  }

  /**
   * Reads the text an {@code exp=} modifier points to (section 6.2).
   *
   * @throws RecordSyntaxException if receivers could not use it
   */
  public static MacroString explanationText(String text) {
    return MacroParser.explanation(text);
  }

  /** The directives in the order they are tried. */
  public List<Directive> directives() {
    List<Directive> directives = new ArrayList<>();
    for (Term term : terms) {
      if (term instanceof Directive directive) {
        directives.add(directive);
      }
    }
    return directives;
  }

  /** The {@code redirect=} modifier. */
  public Optional<Redirect> redirect() {
    return first(Redirect.class);
  }

  /** The {@code exp=} modifier. */
  public Optional<Explanation> explanation() {
    return first(Explanation.class);
  }

  /** The record on one line, each term as it was written, one space between them. */
  public String toText() {
    StringBuilder text = new StringBuilder(VERSION);
    for (Term term : terms) {
      text.append(' ').append(term.text());
    }
    return text.toString();
  }

  private <T extends Term> Optional<T> first(Class<T> type) {
    return terms.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** A directive or a modifier. */
  public sealed interface Term {

    /** The term as written. */
    String text();
  }

  /** A mechanism and what a match of it means. */
  public record Directive(Qualifier qualifier, Mechanism mechanism, @Override String text)
      implements Term {}

  /** Continue with the record of another domain if nothing matched (section 6.1). */
  public record Redirect(MacroString domain, @Override String text) implements Term {}

  /** Where the text that explains a failure is published (section 6.2). */
  public record Explanation(MacroString domain, @Override String text) implements Term {}

  /** A modifier without meaning here, to be ignored (section 6). */
  public record UnknownModifier(String name, MacroString value, @Override String text)
      implements Term {}
}
