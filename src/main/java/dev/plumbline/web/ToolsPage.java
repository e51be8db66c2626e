package dev.plumbline.web;

import dev.plumbline.dkim.DkimLinter.KeyLint;
import dev.plumbline.dkim.Selector;
import dev.plumbline.dmarc.PolicyLookup;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.ProposedDns;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.mailpolicy.DomainCheck;
import dev.plumbline.mailpolicy.DomainChecker;
import dev.plumbline.mailpolicy.PolicyFiles;
import dev.plumbline.resolver.HttpPolicyFiles;
import dev.plumbline.resolver.ResolverSettings;
import dev.plumbline.spf.Budget;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.spf.advice.SpfLint;
import dev.plumbline.spf.advice.SpfLinter;
import dev.plumbline.store.people.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Tools for one domain in hand, whether reports came in about it or not. They ask DNS while the
 * visitor waits, which no page of what is kept does; what they find is kept nowhere.
 */
@Path("/tools")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.TOOLS)
public class ToolsPage {

  private static final int MOST_SELECTORS = 10;

  private static final int LONGEST_RECORD = 4_000;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance domain(ToolsView.Whole view);

    static native TemplateInstance spf(ToolsView.Spf view);
  }

  private final Dns dns;
  private final PolicyFiles files;
  private final ToolAsks asks;

  ToolsPage(
      Dns dns,
      ToolAsks asks,
      @ConfigProperty(name = "plumbline.dns.servers", defaultValue = "system") String servers) {
    this.dns = dns;
    this.asks = asks;
    // Without servers for DNS there is no network, as in the demo.
    this.files =
        ResolverSettings.isOffline(servers) ? PolicyFiles.offline() : HttpPolicyFiles.create();
  }

  /** Everything a domain publishes about its mail. */
  @GET
  public TemplateInstance domain(
      @QueryParam("domain") @DefaultValue("") String domain,
      @QueryParam("selectors") @DefaultValue("") String selectors) {
    if (domain.isBlank()) {
      return Templates.domain(new ToolsView.Whole("", selectors, null));
    }
    DomainName name = name(domain);
    List<String> wanted = FormText.words(selectors);
    if (wanted.size() > MOST_SELECTORS) {
      throw new BadRequestException(
          "At most %d selectors are looked at.".formatted(MOST_SELECTORS));
    }
    wanted.forEach(
        one -> {
          if (Selector.parse(name.toString(), one).flatMap(Selector::recordName).isEmpty()) {
            throw new BadRequestException("\"%s\" is no selector.".formatted(one));
          }
        });
    DomainCheck check = asks.ask(() -> new DomainChecker(dns, files).check(name, wanted));
    return Templates.domain(
        new ToolsView.Whole(name.toString(), selectors, checked(check::count, sections(check))));
  }

  /**
   * What was found.
   *
   * @param count how many findings there are of each severity
   */
  static ToolsView.Checked checked(
      ToLongFunction<Severity> count, List<ToolsView.Section> sections) {
    return new ToolsView.Checked(
        Severity.summary(count),
        count.applyAsLong(Severity.ERROR) > 0
            ? "mark-bad"
            : count.applyAsLong(Severity.WARNING) > 0
                ? "mark-warn"
                : count.applyAsLong(Severity.UNKNOWN) > 0 ? "mark-plain" : "mark-good",
        sections);
  }

  private static List<ToolsView.Section> sections(DomainCheck check) {
    List<ToolsView.Section> sections = new ArrayList<>();
    sections.add(section("MX: where it receives mail", check.mx(), List.of(), null));
    sections.add(
        section(
            "SPF: who may send for it",
            check.spf(),
            List.of(),
            Findings.lookups(check.spfCount())));
    sections.add(
        section(
            "DMARC: what becomes of mail that fails",
            check.dmarc(),
            List.of(policy(check.policy())),
            null));
    for (KeyLint key : check.keys()) {
      sections.add(
          section(
              "DKIM key " + key.selector(),
              key.lint(),
              Stream.of(
                      key.published().reason(),
                      key.provider() == null ? "" : "Held by " + key.provider() + ".")
                  .filter(text -> !text.isEmpty())
                  .toList(),
              null));
    }
    if (check.keys().isEmpty() || check.keySearch().record() != null) {
      sections.add(
          section(
              "DKIM keys",
              check.keySearch(),
              List.of(),
              null,
              "No key is known; DNS cannot list them."));
    }
    sections.add(section("MTA-STS: TLS on the way to it", check.sts().record(), List.of(), null));
    Lint file = check.sts().file();
    if (file != null) {
      sections.add(section("MTA-STS: the policy file", file, List.of(), null));
    }
    sections.add(section("TLS-RPT: who is told when TLS fails", check.tlsRpt(), List.of(), null));
    sections.add(section("BIMI: its logo", check.bimi(), List.of(), null));
    return sections;
  }

  static ToolsView.Section section(
      String title, Lint lint, List<String> said, DnsView.@Nullable Lookups lookups) {
    return section(title, lint, said, lookups, "There is no such record.");
  }

  private static ToolsView.Section section(
      String title,
      Lint lint,
      List<String> said,
      DnsView.@Nullable Lookups lookups,
      String missing) {
    List<DnsView.Found> found = new ArrayList<>();
    Findings.all(found, title.replaceFirst(":.*", ""), lint);
    return new ToolsView.Section(
        title,
        lint.name(),
        lint.record(),
        lint.isUnknown()
            ? "DNS did not answer, or is switched off: it is not known whether there is one."
            : missing,
        said,
        lookups,
        found);
  }

  static String policy(PolicyLookup lookup) {
    PolicyLookup.Applied applied = lookup.applied();
    if (applied == null) {
      return lookup.failure() == null ? "No policy applies." : "Which policy applies is not known.";
    }
    return "The policy is %s, by %s of the record of %s."
        .formatted(applied.policy().wire(), applied.tag().wire(), applied.domain());
  }

  /**
   * What SPF says about an address, and what is wrong with the record.
   *
   * @param record tried in place of the one that is published, if given
   */
  @GET
  @Path("/spf")
  public TemplateInstance spf(
      @QueryParam("domain") @DefaultValue("") String domain,
      @QueryParam("ip") @DefaultValue("") String ip,
      @QueryParam("helo") @DefaultValue("") String helo,
      @QueryParam("record") @DefaultValue("") String record) {
    if (domain.isBlank() || ip.isBlank()) {
      return Templates.spf(new ToolsView.Spf(domain, ip, helo, record, null));
    }
    DomainName name = name(domain);
    InetAddress address =
        IpAddresses.parse(ip.strip())
            .orElseThrow(() -> new BadRequestException("\"%s\" is no IP address.".formatted(ip)));
    if (record.length() > LONGEST_RECORD) {
      throw new BadRequestException("The record is longer than any receiver reads.");
    }
    String greeting = helo.isBlank() ? null : name(helo).toString();
    String proposed = record.isBlank() ? null : record.strip();
    return Templates.spf(
        new ToolsView.Spf(
            name.toString(),
            IpAddresses.toText(address),
            helo,
            record,
            asks.ask(() -> verdict(name, address, greeting, proposed))));
  }

  private ToolsView.Verdict verdict(
      DomainName domain, InetAddress ip, @Nullable String helo, @Nullable String proposed) {
    String name = domain.toString();
    Dns asked = proposed == null ? dns : new ProposedDns(dns, domain, List.of(proposed));
    SpfVerdict verdict = new SpfEvaluator(asked).evaluate(SpfQuery.of(ip, name, helo));
    SpfLinter linter = new SpfLinter(dns);
    SpfLint lint =
        proposed == null
            ? linter.lint(name, SpfLinter.Known.NOTHING)
            : linter.lint(name, proposed, SpfLinter.Known.NOTHING);
    List<DnsView.Found> found = new ArrayList<>();
    Findings.all(found, "SPF", lint.lint());
    List<Fact> facts = new ArrayList<>();
    if (proposed != null) {
      facts.add(Fact.of("With the record published now", now(SpfQuery.of(ip, name, helo))));
    }
    add(facts, "Decided by", verdict.matchedTerm());
    add(facts, "Found through", String.join(" → ", verdict.path()));
    add(
        facts,
        "DNS lookups",
        "%d of %d, %d of 2 without an answer"
            .formatted(verdict.lookups(), Budget.MAX_LOOKUPS, verdict.voidLookups()));
    add(facts, "Problem", verdict.problem());
    add(facts, "The publisher says", verdict.explanation());
    return new ToolsView.Verdict(
        verdict.result().wire(),
        RowLine.css(verdict.result().wire()),
        meaning(name, IpAddresses.toText(ip), verdict),
        facts,
        proposed,
        TraceTree.of(verdict.trace()),
        Findings.lookups(lint.counts()),
        found);
  }

  /** What is said today, to be held against what would be. */
  private String now(SpfQuery query) {
    SpfVerdict now = new SpfEvaluator(dns).evaluate(query);
    String term = now.matchedTerm();
    return "%s%s, %d of %d lookups"
        .formatted(
            now.result().wire(),
            term == null ? "" : " by " + term,
            now.lookups(),
            Budget.MAX_LOOKUPS);
  }

  private static void add(List<Fact> facts, String label, @Nullable String value) {
    if (value != null) {
      facts.add(Fact.of(label, value));
    }
  }

  private static String meaning(String domain, String address, SpfVerdict verdict) {
    return switch (verdict.result()) {
      case PASS -> address + " may send for " + domain + ".";
      case FAIL -> address + " may not send for " + domain + ".";
      case SOFTFAIL -> address + " probably may not send for " + domain + ".";
      case NEUTRAL -> domain + " says nothing about " + address + ".";
      case NONE -> "There is no SPF record for " + domain + ".";
      case TEMPERROR -> "DNS did not answer, or is switched off; nothing is known.";
      case PERMERROR -> "The SPF record is broken, so receivers cannot use it.";
    };
  }

  static DomainName name(String text) {
    return DomainName.parseWritten(text.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !text.strip().contains(" "))
        .orElseThrow(
            () -> new BadRequestException("\"%s\" is no domain name.".formatted(text.strip())));
  }
}
