package dev.plumbline.web;

import dev.plumbline.dkim.DkimLinter;
import dev.plumbline.dkim.DkimLinter.KeyLint;
import dev.plumbline.dkim.Selector;
import dev.plumbline.dmarc.DmarcLinter;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.dmarc.PolicyDiscovery;
import dev.plumbline.dmarc.PolicyLookup;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.mailpolicy.BimiLinter;
import dev.plumbline.mailpolicy.MxLinter;
import dev.plumbline.mailpolicy.PolicyFiles;
import dev.plumbline.mailpolicy.StsLinter;
import dev.plumbline.mailpolicy.TlsRptLinter;
import dev.plumbline.resolver.HttpPolicyFiles;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tools for one kind of record: what is published, and what is wrong with it. */
@Path("/tools")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.TOOLS)
public class RecordToolsPage {

  private static final int MOST_SELECTORS = 10;
  private static final int LONGEST_RECORD = 4_000;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(ToolsView.Records view);
  }

  private final Dns dns;
  private final PolicyFiles files;
  private final ToolAsks asks;

  RecordToolsPage(
      Dns dns,
      ToolAsks asks,
      @ConfigProperty(name = "plumbline.dns.servers", defaultValue = "system") String servers) {
    this.dns = dns;
    this.asks = asks;
    this.files = servers.equals("none") ? PolicyFiles.offline() : HttpPolicyFiles.create();
  }

  /**
   * Which policy applies to mail from a domain, and what is wrong with its record.
   *
   * @param record looked at in place of the one that is published, if given
   */
  @GET
  @Path("/dmarc")
  public TemplateInstance dmarc(
      @QueryParam("domain") @DefaultValue("") String domain,
      @QueryParam("record") @DefaultValue("") String record) {
    if (record.length() > LONGEST_RECORD) {
      throw new BadRequestException("The record is longer than any receiver reads.");
    }
    return Templates.show(
        new ToolsView.Records(
            "DMARC of a domain",
            "Which policy receivers apply to mail that says it is from a domain, why, and what is"
                + " wrong with the record.",
            "/tools/dmarc",
            "Check",
            List.of(
                ToolsView.Field.required("domain", "Domain in the From field", domain),
                ToolsView.Field.wide(
                    "record", "Look at this record instead of the published one", record)),
            domain.isBlank() ? null : dmarc(ToolsPage.name(domain), record.strip())));
  }

  private ToolsView.Checked dmarc(DomainName domain, String record) {
    return asks.ask(
        () -> {
          DmarcLinter linter = new DmarcLinter(dns);
          Lint lint =
              record.isEmpty()
                  ? linter.lint(domain, DmarcLinter.Known.NOTHING)
                  : linter.lint(domain, record, DmarcLinter.Known.NOTHING);
          List<ToolsView.Section> sections = new ArrayList<>();
          if (record.isEmpty()) {
            sections.add(applied(new PolicyDiscovery(dns).lookup(domain)));
          }
          sections.add(
              ToolsPage.section(
                  record.isEmpty() ? "Its own record" : "The record that was typed",
                  lint,
                  List.of(),
                  null));
          return checked(List.of(lint), sections);
        });
  }

  private static ToolsView.Section applied(PolicyLookup lookup) {
    PolicyLookup.Applied applied = lookup.applied();
    List<String> said = new ArrayList<>();
    said.add(ToolsPage.policy(lookup));
    said.addAll(lookup.reasons());
    said.add(
        "The organizational domain is %s: %s"
            .formatted(lookup.organization().domain(), lookup.organization().reason()));
    if (!lookup.viewsAgree()) {
      said.add(
          "Receivers that still use the public suffix list take %s for it, and apply %s."
              .formatted(
                  lookup.listView().organizationalDomain(),
                  lookup.listView().policy() == null
                      ? "no policy"
                      : lookup.listView().policy().wire()));
    }
    return new ToolsView.Section(
        "The policy that applies",
        applied == null ? "_dmarc." + lookup.author() : "_dmarc." + applied.domain(),
        applied == null ? null : applied.record().text(),
        lookup.failure() == null
            ? "None."
            : "DNS did not answer, or is switched off: it is not known.",
        said,
        null,
        List.of());
  }

  /** The keys that mail of a domain is signed with. */
  @GET
  @Path("/dkim")
  public TemplateInstance dkim(
      @QueryParam("domain") @DefaultValue("") String domain,
      @QueryParam("selectors") @DefaultValue("") String selectors) {
    return Templates.show(
        new ToolsView.Records(
            "DKIM keys of a domain",
            "What a signature is checked with. A selector stands behind s= in the DKIM-Signature"
                + " field of a mail.",
            "/tools/dkim",
            "Check",
            List.of(
                ToolsView.Field.required("domain", "Domain that signs (d=)", domain),
                ToolsView.Field.required("selectors", "Selectors (s=)", selectors)),
            domain.isBlank() ? null : dkim(ToolsPage.name(domain), FormText.words(selectors))));
  }

  private ToolsView.Checked dkim(DomainName domain, List<String> selectors) {
    if (selectors.isEmpty() || selectors.size() > MOST_SELECTORS) {
      throw new BadRequestException(
          "Name one selector, or up to %d; the tool for the whole domain looks for common ones."
              .formatted(MOST_SELECTORS));
    }
    for (String one : selectors) {
      if (Selector.parse(domain.toString(), one).flatMap(Selector::recordName).isEmpty()) {
        throw new BadRequestException("\"%s\" is no selector.".formatted(one));
      }
    }
    return asks.ask(
        () -> {
          List<KeyLint> keys =
              selectors.stream().map(one -> new DkimLinter(dns).lint(domain, one)).toList();
          return checked(
              keys.stream().map(KeyLint::lint).toList(),
              keys.stream().map(RecordToolsPage::key).toList());
        });
  }

  private static ToolsView.Section key(KeyLint key) {
    return ToolsPage.section(
        "Key " + key.selector(),
        key.lint(),
        Stream.of(
                key.published().reason(),
                key.provider() == null ? "" : "Held by " + key.provider() + ".")
            .filter(text -> !text.isEmpty())
            .toList(),
        null);
  }

  /** How a domain receives mail: where, how safely, whom it tells of failures, and its logo. */
  @GET
  @Path("/receiving")
  public TemplateInstance receiving(@QueryParam("domain") @DefaultValue("") String domain) {
    return Templates.show(
        new ToolsView.Records(
            "How a domain receives mail",
            "MX, MTA-STS with its policy file, TLS-RPT, and the logo of BIMI.",
            "/tools/receiving",
            "Check",
            List.of(ToolsView.Field.required("domain", "Domain", domain)),
            domain.isBlank() ? null : receiving(ToolsPage.name(domain))));
  }

  private ToolsView.Checked receiving(DomainName domain) {
    return asks.ask(
        () -> {
          Lint mx = new MxLinter(dns).lint(domain);
          StsLinter.StsLint sts = new StsLinter(dns, files).lint(domain);
          Lint tlsRpt = new TlsRptLinter(dns).lint(domain);
          Lint bimi = new BimiLinter(dns).lint(domain, isEnforced(domain));
          List<Lint> lints = new ArrayList<>(List.of(mx, sts.record()));
          List<ToolsView.Section> sections = new ArrayList<>();
          sections.add(ToolsPage.section("MX", mx, List.of(), null));
          sections.add(ToolsPage.section("MTA-STS", sts.record(), List.of(), null));
          Lint file = sts.file();
          if (file != null) {
            lints.add(file);
            sections.add(ToolsPage.section("MTA-STS, the policy file", file, List.of(), null));
          }
          lints.addAll(List.of(tlsRpt, bimi));
          sections.add(ToolsPage.section("TLS-RPT", tlsRpt, List.of(), null));
          sections.add(ToolsPage.section("BIMI", bimi, List.of(), null));
          return checked(lints, sections);
        });
  }

  /** Receivers show a logo only where mail that fails is not delivered. */
  private boolean isEnforced(DomainName domain) {
    PolicyLookup.Applied applied = new PolicyDiscovery(dns).lookup(domain).applied();
    return applied != null && applied.policy() != Policy.NONE;
  }

  static ToolsView.Checked checked(List<Lint> lints, List<ToolsView.Section> sections) {
    return ToolsPage.checked(
        severity -> lints.stream().mapToLong(one -> one.count(severity)).sum(), sections);
  }
}
