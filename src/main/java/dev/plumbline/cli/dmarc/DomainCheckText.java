package dev.plumbline.cli.dmarc;

import dev.plumbline.cli.shell.LintText;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dkim.DkimLinter.KeyLint;
import dev.plumbline.dmarc.PolicyLookup;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.mailpolicy.DomainCheck;
import dev.plumbline.mailpolicy.StsPolicy;
import dev.plumbline.spf.advice.LookupCount;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Everything about a domain on one page, for people at a terminal. */
final class DomainCheckText {

  private static final String INDENT = "          ";

  private final StringBuilder page = new StringBuilder();

  private DomainCheckText() {}

  static String page(DomainCheck check) {
    DomainCheckText text = new DomainCheckText();
    text.line(check.domain() + ": " + Severity.summary(check::count));
    text.section("MX", check.mx(), check.mx().record());
    text.section("SPF", check.spf(), check.spf().record(), count(check.spfCount()));
    text.section("DMARC", check.dmarc(), policy(check.policy()), check.dmarc().record());
    for (KeyLint key : check.keys()) {
      text.section("DKIM", key.lint(), key(key));
    }
    String wildcard = check.keySearch().record();
    if (wildcard != null) {
      text.section(
          "DKIM",
          check.keySearch(),
          (check.keys().isEmpty() ? "every selector: " : "every other selector: ") + wildcard);
    } else if (check.keys().isEmpty()) {
      text.section("DKIM", check.keySearch(), "no key known");
    }
    text.section("MTA-STS", check.sts().record(), check.sts().record().record());
    Lint file = check.sts().file();
    if (file != null) {
      text.section("", file, file.name(), policy(check.sts().policy()));
    }
    text.section("TLS-RPT", check.tlsRpt(), check.tlsRpt().record());
    text.section("BIMI", check.bimi(), check.bimi().record());
    return text.page.toString();
  }

  private static String policy(PolicyLookup lookup) {
    PolicyLookup.Applied applied = lookup.applied();
    if (applied == null) {
      return lookup.failure() == null ? "no policy applies" : "which policy applies is not known";
    }
    return applied.policy().wire()
        + ", by "
        + applied.tag().wire()
        + " of the record of "
        + applied.domain();
  }

  private static @Nullable String count(@Nullable LookupCount count) {
    return count == null
        ? null
        : count.lookups() + " of 10 lookups, " + count.voidLookups() + " of 2 void lookups";
  }

  private static @Nullable String policy(@Nullable StsPolicy policy) {
    return policy == null || policy.mode() == null
        ? null
        : "mode " + policy.mode().wire() + ", mail hosts " + String.join(" ", policy.mx());
  }

  private static String key(KeyLint key) {
    String state = key.published().state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String provider = key.provider() == null ? "" : " (" + key.provider() + ")";
    return key.selector() + provider + ": " + state + ". " + key.published().reason();
  }

  private void section(String title, Lint lint, @Nullable String... facts) {
    line("");
    String first = String.format(Locale.ROOT, "%-10s", title);
    for (String fact : facts) {
      if (fact != null) {
        line(first + fact);
        first = INDENT;
      }
    }
    if (!first.equals(INDENT)) {
      line(first + (lint.isUnknown() ? "not known" : "none"));
    }
    LintText.findings(lint).forEach(finding -> line("  " + finding));
    if (lint.mended() != null && lint.record() != null) {
      line("  all mended:");
      for (String mended : lint.mended().split("\r?\n")) {
        line("      " + mended);
      }
    }
  }

  private void line(String text) {
    page.append(Terminal.safe(text)).append('\n');
  }
}
