package dev.plumbline.spf.advice;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.advice.RecordText.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a run of the linter has found so far. */
final class Findings {

  private static final int CHARACTERS_SHOWN = 60;

  /** A hostile record may hold tens of thousands of mistakes; nobody reads more. */
  private static final int MAX_FINDINGS = 200;

  private final List<Finding> found = new ArrayList<>();
  private UnaryOperator<@Nullable String> mending = UnaryOperator.identity();

  /** Passes each mended text on only as this has it. */
  void mendingBy(UnaryOperator<@Nullable String> readable) {
    mending = readable;
  }

  /**
   * A stretch of a record.
   *
   * @param path to the domain whose record it is
   */
  record Place(List<DomainName> path, String record, int start, int end) {

    static Place of(List<DomainName> path, RecordText record, Placed term) {
      return new Place(path, record.text(), term.start(), term.end());
    }

    /** A whole record, or none. */
    static Place whole(List<DomainName> path, String record) {
      return new Place(path, record, 0, record.length());
    }
  }

  void error(SpfRule rule, Place place, String sentence, @Nullable String mended) {
    add(Severity.ERROR, rule, place, sentence, mended);
  }

  void warning(SpfRule rule, Place place, String sentence, @Nullable String mended) {
    add(Severity.WARNING, rule, place, sentence, mended);
  }

  void hint(SpfRule rule, Place place, String sentence, @Nullable String mended) {
    add(Severity.HINT, rule, place, sentence, mended);
  }

  void add(Severity severity, SpfRule rule, Place place, String sentence, @Nullable String mended) {
    List<String> path = place.path().stream().map(DomainName::toString).toList();
    Finding finding =
        new Finding(
            severity,
            rule,
            path,
            place.record(),
            place.start(),
            place.end(),
            sentence,
            mending.apply(mended));
    if (found.size() < MAX_FINDINGS && !found.contains(finding)) {
      found.add(finding);
    }
  }

  List<Finding> all() {
    return List.copyOf(found);
  }

  /** A text to publish, in quotation marks: cut it would be worth nothing. */
  static String whole(String text) {
    return "\"" + text + "\"";
  }

  /** A term in quotation marks, cut if it is long. */
  static String quoted(String term) {
    return "\""
        + (term.length() <= CHARACTERS_SHOWN ? term : term.substring(0, CHARACTERS_SHOWN) + "...")
        + "\"";
  }
}
