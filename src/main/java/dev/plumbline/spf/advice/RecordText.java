package dev.plumbline.spf.advice;

import dev.plumbline.spf.Mechanism;
import dev.plumbline.spf.RecordSyntaxException;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.SpfRecord.Explanation;
import dev.plumbline.spf.SpfRecord.Redirect;
import dev.plumbline.spf.SpfRecord.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text of a record and the place of each term in it, whether or not the term can be read.
 * Editing keeps the spelling of everything else.
 */
final class RecordText {

  private final String text;
  private final List<Placed> terms;

  private RecordText(String text, List<Placed> terms) {
    this.text = text;
    this.terms = List.copyOf(terms);
  }

  /**
   * One term.
   *
   * @param term null if it cannot be read
   * @param wrong why not, and where in the record; null if it can
   */
  record Placed(int start, int end, String text, @Nullable Term term, @Nullable Wrong wrong) {

    @Nullable Directive directive() {
      return term instanceof Directive directive ? directive : null;
    }

    @Nullable Mechanism mechanism() {
      return term instanceof Directive directive ? directive.mechanism() : null;
    }

    boolean isAll() {
      return mechanism() instanceof Mechanism.All;
    }
  }

  /**
   * @param offset in the record
   * @param sentence without a final full stop
   */
  record Wrong(int offset, String sentence) {

    private static final String SECOND = " is a second one";

    /** Whether the term can be read, and stands there twice. */
    boolean isSecond() {
      return sentence.endsWith(SECOND);
    }
  }

  /** Reads a text for which {@link SpfRecord#isSpf} holds. */
  static RecordText of(String text) {
    List<Placed> terms = new ArrayList<>();
    boolean redirect = false;
    boolean explanation = false;
    int start = SpfVersion.TEXT.length();
    while (start < text.length()) {
      int space = text.indexOf(' ', start);
      int end = space < 0 ? text.length() : space;
      if (end > start) {
        Placed placed = read(text.substring(start, end), start);
        Term term = placed.term();
        // RFC 7208 section 6: exp and redirect must not appear twice.
        boolean second =
            (term instanceof Redirect && redirect) || (term instanceof Explanation && explanation);
        terms.add(second ? refused(placed) : placed);
        redirect |= term instanceof Redirect;
        explanation |= term instanceof Explanation;
      }
      start = end + 1;
    }
    return new RecordText(text, terms);
  }

  private static Placed read(String term, int start) {
    try {
      SpfRecord one = SpfRecord.parse(SpfVersion.TEXT + " " + term);
      return new Placed(start, start + term.length(), term, one.terms().get(0), null);
    } catch (RecordSyntaxException e) {
      int offset = start + Math.max(0, e.offset() - SpfVersion.TEXT.length() - 1);
      Wrong wrong = new Wrong(offset, String.valueOf(e.getMessage()));
      return new Placed(start, start + term.length(), term, null, wrong);
    }
  }

  private static Placed refused(Placed placed) {
    Wrong wrong = new Wrong(placed.start(), "\"" + placed.text() + "\"" + Wrong.SECOND);
    return new Placed(placed.start(), placed.end(), placed.text(), null, wrong);
  }

  String text() {
    return text;
  }

  List<Placed> terms() {
    return terms;
  }

  boolean isReadable() {
    return terms.stream().allMatch(placed -> placed.term() != null);
  }

  Optional<Placed> all() {
    return terms.stream().filter(Placed::isAll).findFirst();
  }

  <T extends Term> Optional<Placed> first(Class<T> type) {
    return terms.stream().filter(placed -> type.isInstance(placed.term())).findFirst();
  }

  /** The record without these terms. */
  String without(List<Placed> gone) {
    StringBuilder left = new StringBuilder(text);
    for (int i = gone.size() - 1; i >= 0; i--) {
      Placed placed = gone.get(i);
      left.delete(placed.start() - 1, placed.end());
    }
    return left.toString().stripTrailing();
  }

  String without(Placed gone) {
    return without(List.of(gone));
  }

  /** The record with a term's text replaced. */
  String with(Placed term, String replacement) {
    return text.substring(0, term.start()) + replacement + text.substring(term.end());
  }

  /** The record with a term put before another. */
  String before(Placed place, String term) {
    return text.substring(0, place.start()) + term + " " + text.substring(place.start());
  }

  /** The record with a term put at its very end. */
  String appended(String term) {
    return text.stripTrailing() + " " + term;
  }

  /** The record with terms put where a new sender belongs: before all, redirect and exp. */
  String inserted(String added) {
    for (Placed placed : terms) {
      boolean ends =
          placed.isAll()
              || placed.term() instanceof Redirect
              || placed.term() instanceof Explanation;
      if (ends) {
        return before(placed, added);
      }
    }
    return appended(added);
  }
}
