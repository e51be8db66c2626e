package dev.plumbline.mailpolicy;

import dev.plumbline.dkim.DkimLinter;
import dev.plumbline.dkim.DkimLinter.KeyLint;
import dev.plumbline.dkim.DkimRule;
import dev.plumbline.dkim.KeyState;
import dev.plumbline.dmarc.DmarcLinter;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.dmarc.PolicyDiscovery;
import dev.plumbline.dmarc.PolicyLookup;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.advice.SpfLint;
import dev.plumbline.spf.advice.SpfLinter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Examines everything a domain publishes about its mail. */
public final class DomainChecker {

  /** Selectors that services and manuals suggest, tried if nobody names one. */
  static final List<String> COMMON_SELECTORS =
      List.of(
          "default",
          "dkim",
          "mail",
          "email",
          "key1",
          "key2",
          "s1",
          "s2",
          "s1024",
          "s2048",
          "selector1",
          "selector2",
          "google",
          "k1",
          "k2",
          "k3",
          "fm1",
          "fm2",
          "fm3",
          "protonmail",
          "protonmail2",
          "protonmail3",
          "mandrill",
          "mte1",
          "mte2",
          "mailjet",
          "zendesk1",
          "zendesk2",
          "hs1",
          "hs2",
          "brevo1",
          "brevo2",
          "sig1",
          "smtp",
          "zoho",
          "dkim1",
          "dkim2");

  /** A name no domain gives a key on purpose, so that only a wildcard answers for it. */
  private static final String NO_SELECTOR = "nobody-uses-this-selector";

  private final Dns dns;
  private final PolicyFiles files;

  /** A checker that asks this DNS, and has policy files from here. */
  public DomainChecker(Dns dns, PolicyFiles files) {
    this.dns = dns;
    this.files = files;
  }

  /**
   * Examines a domain.
   *
   * @param selectors whose DKIM keys are examined; common ones are searched for if it is empty
   */
  public DomainCheck check(DomainName domain, List<String> selectors) {
    boolean receives = !MxLinter.isNullMx(dns.mx(domain).values());
    PolicyLookup policy = new PolicyDiscovery(dns).lookup(domain);
    PolicyLookup.Applied applied = policy.applied();
    boolean enforced = applied != null && applied.policy() != Policy.NONE;
    DkimLinter dkim = new DkimLinter(dns);
    boolean search = selectors.isEmpty();
    @Nullable KeyLint wildcard = search ? wildcard(dkim, domain) : null;
    List<KeyLint> looked =
        (search ? COMMON_SELECTORS : selectors)
            .stream().map(selector -> dkim.lint(domain, selector)).toList();
    List<KeyLint> keys =
        looked.stream().filter(key -> !search || (isKey(key) && !isSame(key, wildcard))).toList();
    boolean known = looked.stream().noneMatch(key -> key.published().state() == KeyState.UNKNOWN);
    SpfLint spf = new SpfLinter(dns).lint(domain.toString(), SpfLinter.Known.NOTHING);
    StsLinter.StsLint sts = new StsLinter(dns, files).lint(domain);
    Lint tlsRpt = new TlsRptLinter(dns).lint(domain);
    return new DomainCheck(
        domain,
        new MxLinter(dns).lint(domain),
        spf.lint(),
        spf.counts(),
        new DmarcLinter(dns).lint(domain, DmarcLinter.Known.NOTHING),
        policy,
        keys,
        keySearch(domain, search && keys.isEmpty(), known, wildcard),
        receives ? sts : new StsLinter.StsLint(unneeded(sts.record()), sts.file(), sts.policy()),
        receives ? tlsRpt : unneeded(tlsRpt),
        new BimiLinter(dns).lint(domain, enforced));
  }

  private static @Nullable KeyLint wildcard(DkimLinter dkim, DomainName domain) {
    KeyLint key = dkim.lint(domain, NO_SELECTOR);
    return key.published().key() == null ? null : key;
  }

  /** Other wildcards answer for every selector too, but seldom with a key. */
  private static boolean isKey(KeyLint lint) {
    return lint.published().key() != null && lint.published().key().publicKey() != null;
  }

  private static boolean isSame(KeyLint lint, @Nullable KeyLint wildcard) {
    return wildcard != null && text(lint).equals(text(wildcard));
  }

  private static String text(KeyLint lint) {
    return lint.published().key() == null ? "" : lint.published().key().text();
  }

  private static Lint keySearch(
      DomainName domain, boolean inVain, boolean known, @Nullable KeyLint wildcard) {
    String name = "_domainkey." + domain;
    if (wildcard != null) {
      return wildcardLint(name, wildcard);
    }
    Finding finding =
        known
            ? Finding.at(
                name,
                Severity.HINT,
                DkimRule.NO_KEY,
                "None of "
                    + COMMON_SELECTORS.size()
                    + " common selectors has a key; DNS cannot list them, so name yours.",
                null)
            : Finding.at(
                name,
                Severity.HINT,
                DkimRule.DNS_TROUBLE,
                "DNS did not answer for common selectors, so it is not known whether they have a"
                    + " key.",
                null);
    return Lint.of(name, inVain ? List.of(finding) : List.of());
  }

  /** That of a domain that signs nothing revokes every selector at once; any other is a mistake. */
  private static Lint wildcardLint(String name, KeyLint wildcard) {
    String record = text(wildcard);
    if (wildcard.published().state() == KeyState.REVOKED) {
      return new Lint("*." + name, record, List.of(), null);
    }
    Finding finding =
        new Finding(
            Severity.WARNING,
            DkimRule.WILDCARD,
            "*." + name,
            record,
            0,
            record.length(),
            "A wildcard gives this key for every selector; give it one name.",
            null);
    return new Lint("*." + name, record, List.of(finding), null);
  }

  /** A domain that receives no mail needs nothing that protects it on the way. */
  private static Lint unneeded(Lint lint) {
    return lint.record() == null ? Lint.of(lint.name(), List.of()) : lint;
  }
}
