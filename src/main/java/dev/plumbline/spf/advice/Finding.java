package dev.plumbline.spf.advice;

import dev.plumbline.dns.lint.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing found in a record.
 *
 * @param path the domains from the one asked about, through includes and redirects, to the one
 *     whose record this is; never empty
 * @param record the text the place is in; empty if there is none
 * @param start where in {@code record} the place begins, counted from 0
 * @param end where it ends; equal to {@code start} if a point is meant
 * @param sentence what is wrong and what would be right
 * @param mended the record of {@link #domain} without this mistake; null if only its publisher can
 *     know it
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

  /** Refuses places outside the record. */
  public Finding {
    path = List.copyOf(path);
    if (path.isEmpty() || start < 0 || end < start || end > record.length()) {
      throw new IllegalArgumentException(
          "No such place: " + start + " to " + end + " of " + record.length() + ", at " + path);
    }
  }

  /** Whose record it is. */
  public String domain() {
    return path.get(path.size() - 1);
  }
}
