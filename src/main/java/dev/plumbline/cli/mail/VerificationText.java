package dev.plumbline.cli.mail;

import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dkim.SignatureCheck;
import dev.plumbline.dmarc.PolicyLookup;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.verify.Connection;
import dev.plumbline.verify.MailFinding;
import dev.plumbline.verify.Verification;
import dev.plumbline.verify.Verification.Dmarc;
import dev.plumbline.verify.Verification.Reverse;
import dev.plumbline.verify.Verification.Signed;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was found of a mail, for people at a terminal: the verdict first, then what led to it. */
final class VerificationText {

  private final StringBuilder page = new StringBuilder();

  private VerificationText() {}

  static String page(Verification found) {
    VerificationText text = new VerificationText();
    text.verdict(found);
    text.line("");
    text.connection(found);
    text.spf(found.spf());
    found.signatures().forEach(text::signature);
    if (found.signatures().isEmpty()) {
      text.fact("DKIM", "not signed");
    }
    text.fact("ARC", arc(found));
    text.dmarc(found.dmarc());
    text.line("");
    text.findings(found.findings());
    return text.page.toString();
  }

  private void verdict(Verification found) {
    Dmarc dmarc = found.dmarc();
    String author = found.author() == null ? "the mail" : found.author().toString();
    String result = dmarc.result() == null ? "not known" : dmarc.result().wire();
    line(author + ": DMARC " + result.toUpperCase(Locale.ROOT));
    line("  " + dmarc.reason());
  }

  private void connection(Verification found) {
    Connection connection = found.connection();
    String ip = connection.ip() == null ? "not known" : IpAddresses.toText(connection.ip());
    fact("from", ip + (connection.helo() == null ? "" : ", HELO " + connection.helo()));
    Reverse reverse = found.reverse();
    if (reverse != null) {
      fact("reverse name", reverse(reverse));
    }
    String path = connection.mailFrom();
    fact("return path", path == null ? "not known" : path.isEmpty() ? "empty" : path);
  }

  private static String reverse(Reverse reverse) {
    if (reverse.failed()) {
      return "DNS did not answer";
    }
    if (!reverse.confirmed().isEmpty()) {
      return joined(reverse.confirmed()) + ", which leads back";
    }
    return reverse.names().isEmpty()
        ? "none"
        : joined(reverse.names()) + ", which does not lead back";
  }

  private static String joined(List<DomainName> names) {
    return names.stream().map(DomainName::toString).collect(Collectors.joining(", "));
  }

  private void spf(Verification.Spf spf) {
    SpfVerdict verdict = spf.verdict();
    if (verdict == null) {
      fact("SPF", "not checked: " + spf.unknown());
      return;
    }
    fact(
        "SPF",
        verdict.result().wire()
            + " for "
            + spf.domain()
            + (verdict.matchedTerm() == null ? "" : " by " + verdict.matchedTerm())
            + ", "
            + aligned(spf.aligned()));
  }

  private void signature(Signed signed) {
    SignatureCheck check = signed.check();
    fact(
        "DKIM",
        check.result().wire()
            + " for "
            + check.domain()
            + ", selector "
            + check.selector()
            + (check.keyBits() == 0
                ? ""
                : ", " + check.algorithm() + " " + check.keyBits() + " bits")
            + ", "
            + aligned(signed.aligned()));
  }

  private static String aligned(@Nullable Boolean aligned) {
    return aligned == null ? "alignment not known" : aligned ? "aligned" : "not aligned";
  }

  private static String arc(Verification found) {
    int sets = found.arc().sets().size();
    return found.arc().result().wire()
        + (sets == 0 ? "" : ", " + sets + " sets; shown, not relied on");
  }

  private void dmarc(Dmarc dmarc) {
    PolicyLookup lookup = dmarc.lookup();
    PolicyLookup.Applied applied = dmarc.applied();
    if (applied != null) {
      fact("policy", applied.policy().wire() + " of " + applied.domain());
    }
    if (dmarc.disposition() != null) {
      fact("disposition", dmarc.disposition().wire());
    }
    if (lookup != null) {
      lookup.questions().forEach(one -> fact("asked", one.name()));
    }
  }

  private void findings(List<MailFinding> findings) {
    if (findings.isEmpty()) {
      line("Nothing to mend.");
    }
    for (MailFinding finding : findings) {
      line(finding.severity().wire() + ": " + finding.text());
      if (finding.fix() != null) {
        line("  -> " + finding.fix());
      }
    }
  }

  private void fact(String name, String value) {
    line(String.format(Locale.ROOT, "  %-14s%s", name, value));
  }

  private void line(String text) {
    page.append(Terminal.safe(text)).append('\n');
  }
}
