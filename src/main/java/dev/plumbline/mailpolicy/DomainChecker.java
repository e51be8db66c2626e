package dev.plumbline.mailpolicy;

import dev.plumbline.dkim.DkimLinter;
import dev.plumbline.dkim.DkimLinter.KeyLint;
import dev.plumbline.dkim.DkimRule;
import dev.plumbline.dmarc.DmarcLinter;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.dmarc.PolicyDiscovery;
import dev.plumbline.dmarc.PolicyLookup;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import java.util.List;
import java.util.function.Function;

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

  private final Dns dns;
  private final PolicyFiles files;
  private final Function<DomainName, Lint> spf;

  /** A checker that asks this DNS, and has policy files from here. */
  public DomainChecker(Dns dns, PolicyFiles files) {
    this(dns, files, new SpfOverview(dns)::lint);
  }

  /**
   * The same with another judge of SPF records.
   *
   * @param spf examines the SPF record of a domain
   */
  public DomainChecker(Dns dns, PolicyFiles files, Function<DomainName, Lint> spf) {
    this.dns = dns;
    this.files = files;
    this.spf = spf;
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
    boolean enforced = applied != null && applied.asked() != Policy.NONE;
    DkimLinter dkim = new DkimLinter(dns);
    boolean search = selectors.isEmpty();
    List<KeyLint> keys =
        (search ? COMMON_SELECTORS : selectors)
            .stream()
                .map(selector -> dkim.lint(domain, selector))
                .filter(key -> !search || isKey(key))
                .toList();
    StsLinter.StsLint sts = new StsLinter(dns, files).lint(domain);
    Lint tlsRpt = new TlsRptLinter(dns).lint(domain);
    return new DomainCheck(
        domain,
        new MxLinter(dns).lint(domain),
        spf.apply(domain),
        new DmarcLinter(dns).lint(domain, DmarcLinter.Known.NOTHING),
        policy,
        keys,
        keySearch(domain, search && keys.isEmpty()),
        receives ? sts : new StsLinter.StsLint(unneeded(sts.record()), sts.file(), sts.policy()),
        receives ? tlsRpt : unneeded(tlsRpt),
        new BimiLinter(dns).lint(domain, enforced));
  }

  /** A wildcard answers for every selector, but seldom with a key. */
  private static boolean isKey(KeyLint lint) {
    return lint.published().key() != null && lint.published().key().publicKey() != null;
  }

  private static Lint keySearch(DomainName domain, boolean inVain) {
    String name = "_domainkey." + domain;
    Finding finding =
        Finding.at(
            name,
            Severity.HINT,
            DkimRule.NO_KEY,
            "None of "
                + COMMON_SELECTORS.size()
                + " common selectors has a key; DNS cannot list them, so name yours.",
            null);
    return Lint.of(name, inVain ? List.of(finding) : List.of());
  }

  /** A domain that receives no mail needs nothing that protects it on the way. */
  private static Lint unneeded(Lint lint) {
    return lint.record() == null ? Lint.of(lint.name(), List.of()) : lint;
  }
}
