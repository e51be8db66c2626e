package dev.plumbline.mailpolicy;

import dev.plumbline.dkim.DkimLinter.KeyLint;
import dev.plumbline.dmarc.PolicyLookup;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.advice.LookupCount;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything a domain publishes about its mail, with all that was found in it.
 *
 * @param mx where it receives mail
 * @param spf who may send for it
 * @param spfCount what the SPF record costs receivers; null if there is none
 * @param dmarc its record
 * @param policy the policy that applies to it
 * @param keys of the selectors asked for; if none were, those of common ones that exist
 * @param keySearch said of the search for common selectors, or of the wildcard that answers for
 *     all; without findings and record if there was none
 */
public record DomainCheck(
    DomainName domain,
    Lint mx,
    Lint spf,
    @Nullable LookupCount spfCount,
    Lint dmarc,
    PolicyLookup policy,
    List<KeyLint> keys,
    Lint keySearch,
    StsLinter.StsLint sts,
    Lint tlsRpt,
    Lint bimi) {

  public DomainCheck {
    keys = List.copyOf(keys);
  }

  /** How many findings are of this severity. */
  public long count(Severity severity) {
    Stream<Lint> file = sts.file() == null ? Stream.of() : Stream.of(sts.file());
    return Stream.of(
            Stream.of(mx, spf, dmarc, keySearch, sts.record(), tlsRpt, bimi),
            keys.stream().map(KeyLint::lint),
            file)
        .flatMap(lints -> lints)
        .mapToLong(lint -> lint.count(severity))
        .sum();
  }

  /** Whether there is no error and no warning, and all of it is known. */
  public boolean isClean() {
    return count(Severity.ERROR) + count(Severity.WARNING) + count(Severity.UNKNOWN) == 0;
  }
}
