package dev.plumbline.spf;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The result of one evaluation and how it came about.
 *
 * @param result what check_host returns
 * @param matchedTerm the directive that decided, as written in the last record of {@code path};
 *     null if none matched
 * @param path the domains from the one asked about, through includes and redirects, to the one
 *     whose record decided or failed; never empty
 * @param lookups terms that needed DNS, at most 10 unless the limit was broken (RFC 7208 section
 *     4.6.4)
 * @param voidLookups terms whose questions found nothing, at most 2 unless the limit was broken
 * @param explanation the publisher's words for a FAIL, expanded; null if there are none
 * @param problem one sentence for NONE, TEMPERROR and PERMERROR, naming the section of RFC 7208
 * @param trace every record read and every term tried
 * @param dependsOn what the query does not say but a term asked for on the way to the result: with
 *     the true value the result might be another. The explanation is not looked at.
 */
public record SpfVerdict(
    SpfResult result,
    @Nullable String matchedTerm,
    List<String> path,
    int lookups,
    int voidLookups,
    @Nullable String explanation,
    @Nullable String problem,
    SpfTrace trace,
    Set<Unknown> dependsOn) {

  public SpfVerdict {
    path = List.copyOf(path);
    dependsOn = Set.copyOf(dependsOn);
  }

  /** What reports and other second-hand knowledge of a message leave out. */
  public enum Unknown {
    /** The local part of MAIL FROM; {@code postmaster} stood in for it. */
    LOCAL_PART,
    /** The HELO or EHLO name; {@code unknown} stood in for it. */
    HELO;

    /** The name in JSON. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
