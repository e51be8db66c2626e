package dev.plumbline.dns.lint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was found in one record or file.
 *
 * @param name where it is: the DNS name of the record, or the address of a file
 * @param record the text examined; null if there is none
 * @param findings in the order of the places they are about, those without a place last; where a
 *     record includes others, in the order of the rules, those of the record itself first
 * @param mended the text with everything mended that can be; null if nothing can or has to be
 */
public record Lint(
    String name, @Nullable String record, List<Finding> findings, @Nullable String mended) {

  public Lint {
    findings = List.copyOf(findings);
  }

  /** What was found where there is no text to mend. */
  public static Lint of(String name, List<Finding> findings) {
    return new Lint(name, null, findings, null);
  }

  /** How many findings are of this severity. */
  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  /** Whether DNS did not answer for it, so that it is not known whether there is one. */
  public boolean isUnknown() {
    return record == null && findings.stream().anyMatch(finding -> finding.rule().isTrouble());
  }

  /** Whether there is no error and no warning, and all of it is known. */
  public boolean isClean() {
    return count(Severity.ERROR) + count(Severity.WARNING) + count(Severity.UNKNOWN) == 0;
  }
}
