package dev.plumbline.spf.advice;

import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was found in the SPF record of a domain.
 *
 * @param record the record examined: the one published or proposed; null if there is none
 * @param findings of the domain's own record first, in the order of their rules
 * @param counts what the record costs receivers; null if there is none
 * @param mended the record with everything mended that can be; null if nothing can, or if nothing
 *     has to
 */
public record SpfLint(
    String domain,
    @Nullable String record,
    List<Finding> findings,
    @Nullable LookupCount counts,
    @Nullable String mended) {

  /** Copies the findings. */
  public SpfLint {
    findings = List.copyOf(findings);
  }

  /** The same in the form that the linters of all records share; paths are in the sentences. */
  public Lint asLint() {
    return new Lint(domain, record, findings.stream().map(SpfLint::shared).toList(), mended);
  }

  private static dev.plumbline.dns.lint.Finding shared(Finding finding) {
    String where = finding.path().size() > 1 ? "In the record of " + finding.domain() + ": " : "";
    return new dev.plumbline.dns.lint.Finding(
        finding.severity(),
        finding.rule(),
        finding.domain(),
        finding.record(),
        finding.start(),
        finding.end(),
        where + finding.sentence(),
        finding.mended());
  }

  /** How many findings are of this severity. */
  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  /** Whether there is no error and no warning. */
  public boolean isClean() {
    return count(Severity.ERROR) + count(Severity.WARNING) == 0;
  }
}
