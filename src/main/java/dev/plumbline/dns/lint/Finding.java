package dev.plumbline.dns.lint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing found.
 *
 * @param path the names from the one asked about, through includes and redirects, to where it is:
 *     DNS names of records, or the address of a file; never empty
 * @param record the text the place is in; empty if there is none
 * @param start where in {@code record} the place begins, counted from 0
 * @param end where it ends; equal to {@code start} if a point is meant
 * @param sentence what is wrong and what would be right
 * @param mended the text without this mistake; null if only its publisher can know it
 */
public record Finding(
    Severity severity,
    Rule rule,
    List<String> path,
    String record,
    int start,
    int end,
    String sentence,
    @Nullable String mended) {

  public Finding {
    // That DNS did not answer is no mistake of anybody, whoever tells it.
    severity = rule.isTrouble() ? Severity.UNKNOWN : severity;
    path = List.copyOf(path);
    if (path.isEmpty() || start < 0 || end < start || end > record.length()) {
      throw new IllegalArgumentException(
          "No such place: " + start + " to " + end + " of " + record.length() + ", at " + path);
    }
  }

  /** A finding in the text at the name asked about. */
  public Finding(
      Severity severity,
      Rule rule,
      String name,
      String record,
      int start,
      int end,
      String sentence,
      @Nullable String mended) {
    this(severity, rule, List.of(name), record, start, end, sentence, mended);
  }

  /** A finding without a place in a text. */
  public static Finding at(
      String name, Severity severity, Rule rule, String sentence, @Nullable String mended) {
    return new Finding(severity, rule, name, "", 0, 0, sentence, mended);
  }

  /** The same with another text without the mistake. */
  public Finding withMended(@Nullable String text) {
    return new Finding(severity, rule, path, record, start, end, sentence, text);
  }

  /** Where it is: the DNS name of the record, or the address of a file. */
  public String name() {
    return path.get(path.size() - 1);
  }
}
