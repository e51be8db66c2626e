package dev.plumbline.dns.lint;

import org.jspecify.annotations.Nullable;

/**
 * One thing found.
 *
 * @param name where it is: the DNS name of the record, or the address of a file
 * @param record the text the place is in; empty if there is none
 * @param start where in {@code record} the place begins, counted from 0
 * @param end where it ends; equal to {@code start} if a point is meant
 * @param sentence what is wrong and what would be right
 * @param mended the text without this mistake; null if only its publisher can know it
 */
public record Finding(
    Severity severity,
    Rule rule,
    String name,
    String record,
    int start,
    int end,
    String sentence,
    @Nullable String mended) {

  /** Refuses places outside the record. */
  public Finding {
    if (start < 0 || end < start || end > record.length()) {
      throw new IllegalArgumentException(
          "No such place: " + start + " to " + end + " of " + record.length());
    }
  }

  /** A finding without a place in a text. */
  public static Finding at(
      String name, Severity severity, Rule rule, String sentence, @Nullable String mended) {
    return new Finding(severity, rule, name, "", 0, 0, sentence, mended);
  }
}
