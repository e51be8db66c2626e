package dev.plumbline.web;

import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Rule;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.Budget;
import dev.plumbline.spf.advice.LookupCount;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What linters find, as pages show it. */
final class Findings {

  /** Fewer than these are left before something breaks. */
  private static final int FEW_LEFT = 3;

  private Findings() {}

  /** Adds what was found in a record that was kept: that DNS was not asked is no finding. */
  static void add(List<DnsView.Found> found, String kind, Lint lint) {
    add(found, kind, lint, rule -> !rule.isTrouble());
  }

  /** Adds all that was found in a record, the mended record with the last of it. */
  static void all(List<DnsView.Found> found, String kind, Lint lint) {
    add(found, kind, lint, rule -> true);
  }

  private static void add(
      List<DnsView.Found> found, String kind, Lint lint, Predicate<Rule> wanted) {
    boolean told = false;
    for (Finding finding :
        lint.findings().stream().sorted(Comparator.comparing(Finding::severity)).toList()) {
      if (wanted.test(finding.rule())) {
        told = true;
        found.add(
            new DnsView.Found(
                kind,
                finding.name(),
                finding.severity().words(),
                css(finding.severity()),
                finding.sentence(),
                finding.rule().reference()));
      }
    }
    if (told && lint.mended() != null && lint.record() != null) {
      DnsView.Found last = found.remove(found.size() - 1);
      found.add(
          last.mended(
              "mended-" + kind.replace(' ', '-') + "-" + (found.size() + 1),
              RecordDiff.of(lint.record(), lint.mended()).after()));
    }
  }

  private static String css(Severity severity) {
    return switch (severity) {
      case ERROR -> "mark-bad";
      case WARNING -> "mark-warn";
      case UNKNOWN, HINT -> "mark-plain";
    };
  }

  /** What an SPF record costs; null if there is none. */
  static DnsView.@Nullable Lookups lookups(@Nullable LookupCount counts) {
    if (counts == null) {
      return null;
    }
    int used = counts.lookups();
    return new DnsView.Lookups(
        Math.min(used, Budget.MAX_LOOKUPS),
        used > Budget.MAX_LOOKUPS
            ? "mark-bad"
            : used > Budget.MAX_LOOKUPS - FEW_LEFT ? "mark-warn" : "mark-good",
        "%d of %d lookups".formatted(used, Budget.MAX_LOOKUPS)
            + (used > Budget.MAX_LOOKUPS ? ": receivers give up, and SPF fails for good" : ""),
        counts.terms().stream()
            .map(one -> Fact.of(one.term(), Format.count(one.lookups(), "lookup", "lookups")))
            .toList());
  }
}
