package dev.plumbline.dkim;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Examines published keys, and says who holds them. */
public final class DkimLinter {

  /** Longer than any chain of aliases that works. */
  private static final int MAX_ALIASES = 12;

  private final Dns dns;

  /** A linter that asks this DNS. */
  public DkimLinter(Dns dns) {
    this.dns = dns;
  }

  /**
   * All that is known of one selector.
   *
   * @param published what a receiver finds
   * @param aliases where the name leads, by CNAME, step by step
   * @param provider the service that holds the key; null if it is not known or the key is one's own
   * @param lint the mistakes
   */
  public record KeyLint(
      String selector,
      DkimKeys.Published published,
      List<DomainName> aliases,
      @Nullable String provider,
      Lint lint) {

    public KeyLint {
      aliases = List.copyOf(aliases);
    }
  }

  /** Examines the key of one selector. */
  public KeyLint lint(DomainName domain, String selector) {
    DkimKeys.Published published = DkimKeys.lookup(dns, domain, selector);
    Optional<DomainName> name = DomainName.parse(published.name());
    List<DomainName> aliases = name.map(this::aliases).orElse(List.of());
    String provider =
        aliases.stream()
            .flatMap(target -> KeyHosts.serviceOf(target).stream())
            .findFirst()
            .orElse(null);
    int texts =
        published.key() == null ? 0 : name.map(one -> dns.txt(one).values().size()).orElse(0);
    return new KeyLint(selector, published, aliases, provider, findings(published, aliases, texts));
  }

  /** Examines a key record by itself. */
  public static Lint lint(String name, String record) {
    return KeyRules.lint(name, record);
  }

  private List<DomainName> aliases(DomainName name) {
    List<DomainName> aliases = new ArrayList<>();
    DomainName at = name;
    while (aliases.size() < MAX_ALIASES) {
      DnsAnswer<DomainName> answer = dns.cname(at);
      if (answer.values().isEmpty() || aliases.contains(answer.values().get(0))) {
        break;
      }
      at = answer.values().get(0);
      aliases.add(at);
    }
    return aliases;
  }

  private static Lint findings(DkimKeys.Published published, List<DomainName> aliases, int texts) {
    String name = published.name();
    DkimKey key = published.key();
    if (key != null) {
      Lint lint = KeyRules.lint(name, key.text());
      if (published.keys() > 1) {
        return with(several(published), published, key, lint);
      }
      return texts > 1 ? with(besideOthers(published), published, key, lint) : lint;
    }
    DkimRule rule =
        switch (published.state()) {
          case MISSING -> DkimRule.NO_KEY;
          case UNKNOWN -> DkimRule.DNS_TROUBLE;
          default -> DkimRule.SELECTOR;
        };
    String sentence = published.reason();
    if (rule == DkimRule.NO_KEY && !aliases.isEmpty()) {
      sentence =
          name
              + " leads to "
              + aliases.get(aliases.size() - 1)
              + ", where no key is published; whoever holds it may have withdrawn it.";
    }
    return Lint.of(name, List.of(Finding.at(name, Severity.ERROR, rule, sentence, null)));
  }

  private static String several(DkimKeys.Published published) {
    return published.name()
        + " holds "
        + published.keys()
        + " key records; which of them receivers take is left open, so keep one and give"
        + " the other a selector of its own.";
  }

  private static String besideOthers(DkimKeys.Published published) {
    return published.name()
        + " holds another TXT record beside the key; receivers that take that one find no key, so"
        + " only the key should stand there.";
  }

  private static Lint with(String sentence, DkimKeys.Published published, DkimKey key, Lint lint) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.at(published.name(), Severity.WARNING, DkimRule.SEVERAL_RECORDS, sentence, null));
    findings.addAll(lint.findings());
    return new Lint(published.name(), key.text(), findings, lint.mended());
  }
}
