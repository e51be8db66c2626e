package dev.plumbline.verify;

import dev.plumbline.dkim.ArcChain;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.dmarc.PolicyLookup;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.spf.advice.SpfEdit;
import dev.plumbline.spf.advice.SpfEditor;
import dev.plumbline.verify.Verification.Dmarc;
import dev.plumbline.verify.Verification.Spf;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What SPF, ARC and DMARC say. */
final class AuthenticationRules {

  private final Verification found;
  private final Findings findings;

  AuthenticationRules(Verification found, Findings findings) {
    this.found = found;
    this.findings = findings;
  }

  void check() {
    spf();
    if (found.arc().result() == ArcChain.Result.FAIL) {
      findings.hint(
          MailRule.ARC_FAIL,
          "The chain of those who passed the mail on (ARC) does not hold: " + found.arc().problem(),
          null);
    }
    dmarc();
  }

  private void spf() {
    Spf spf = found.spf();
    SpfVerdict verdict = spf.verdict();
    DomainName domain = spf.domain();
    if (verdict == null || domain == null) {
      findings.hint(
          MailRule.SPF_NOT_CHECKED,
          "SPF was not checked. " + spf.unknown(),
          "Say where the mail came from: its address, its HELO name and its return path.");
      return;
    }
    if (verdict.result() == SpfResult.PASS) {
      notAligned(domain);
      return;
    }
    told(domain, verdict);
  }

  private void notAligned(DomainName domain) {
    if (!Boolean.FALSE.equals(found.spf().aligned())) {
      return;
    }
    findings.add(
        found.passes() ? Severity.HINT : Severity.WARNING,
        MailRule.SPF_NOT_ALIGNED,
        "SPF passes for "
            + domain
            + ", the domain of the return path, which is not of the author"
            + " domain "
            + found.author()
            + "; for DMARC it counts for nothing.",
        "Have the sender use a return path below "
            + found.author()
            + ", or sign with DKIM for that domain; SPF records need no change.");
  }

  private void told(DomainName domain, SpfVerdict verdict) {
    InetAddress ip = found.connection().ip();
    String address = ip == null ? "the host" : IpAddresses.toText(ip);
    switch (verdict.result()) {
      case NONE ->
          findings.error(
              MailRule.SPF_NONE,
              domain + " publishes no SPF record, so nobody knows which hosts may send for it.",
              mended(domain, verdict, ip));
      case PERMERROR ->
          findings.error(
              MailRule.SPF_PERMERROR,
              "The SPF record of " + domain + " is broken: " + verdict.problem(),
              "Mend the record; plumbline spf lint " + domain + " says how.");
      case TEMPERROR ->
          findings.warning(
              MailRule.SPF_TEMPERROR,
              "DNS did not answer for SPF of " + domain + ": " + verdict.problem(),
              "Try again; if it stays, look at the name servers of the domain.");
      default ->
          findings.error(
              MailRule.SPF_FAIL,
              "SPF says "
                  + verdict.result().wire()
                  + " for "
                  + address
                  + ": the record of "
                  + domain
                  + " does not list it"
                  + (verdict.matchedTerm() == null
                      ? "."
                      : "; " + verdict.matchedTerm() + " decides."),
              mended(domain, verdict, ip));
    }
  }

  /** The record with the host in it. */
  private static @Nullable String mended(
      DomainName domain, SpfVerdict verdict, @Nullable InetAddress ip) {
    if (ip == null) {
      return null;
    }
    String term = (ip instanceof Inet4Address ? "ip4:" : "ip6:") + IpAddresses.toText(ip);
    String record = verdict.trace().record();
    return SpfEditor.add(domain.toString(), record == null ? "" : record, term)
            instanceof SpfEdit.Changed changed
        ? "If the host is yours, publish at " + domain + ": " + changed.record()
        : "If the host is yours, add " + term + " to the SPF record of " + domain + ".";
  }

  private void dmarc() {
    Dmarc dmarc = found.dmarc();
    Dmarc.Result result = dmarc.result();
    PolicyLookup.Applied applied = dmarc.applied();
    if (result == Dmarc.Result.NONE) {
      findings.error(
          MailRule.DMARC_NONE,
          "No DMARC policy applies to " + found.author() + ": " + dmarc.reason(),
          "Publish at _dmarc."
              + organization()
              + ": v=DMARC1; p=none; rua=mailto:dmarc@"
              + organization());
    } else if (result == Dmarc.Result.TEMPERROR) {
      findings.warning(
          MailRule.DMARC_TEMPERROR,
          "DMARC could not be decided: " + dmarc.reason(),
          "Try again; if it stays, look at the name servers of the domain.");
    } else if (result == Dmarc.Result.FAIL && applied != null) {
      findings.error(
          MailRule.DMARC_FAIL,
          "DMARC fails for "
              + found.author()
              + ", and its policy asks receivers for "
              + applied.policy().wire().toLowerCase(Locale.ROOT)
              + ".",
          "Sign with DKIM for "
              + found.author()
              + ", or send with a return path of it from a host that its SPF record lists.");
    }
    if (applied != null && applied.policy() == Policy.NONE) {
      findings.hint(
          MailRule.DMARC_MONITORING,
          "The policy of " + applied.domain() + " is none: forged mail is delivered, too.",
          "Once all senders pass, publish p=quarantine, then p=reject.");
    }
  }

  private DomainName organization() {
    PolicyLookup lookup = found.dmarc().lookup();
    return lookup == null ? DomainName.ROOT : lookup.listView().organizationalDomain();
  }
}
