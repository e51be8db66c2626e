package dev.plumbline.web;

import dev.plumbline.dmarc.DmarcWizard;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.dmarc.ReportUri;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.advice.SpfWizard;
import dev.plumbline.store.people.Right;
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

/** Tools that write a record by a few questions, and test it before anybody publishes it. */
@Path("/tools")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class NewRecordsPage {

  private static final int MOST_WORDS = 20;

  private final Dns dns;
  private final ToolAsks asks;

  NewRecordsPage(Dns dns, ToolAsks asks) {
    this.dns = dns;
    this.asks = asks;
  }

  /** A DMARC record by a few questions. */
  @GET
  @Path("/dmarc/new")
  public TemplateInstance newDmarc(
      @QueryParam("domain") @DefaultValue("") String domain,
      @QueryParam("sends") @DefaultValue("yes") String sends,
      @QueryParam("p") @DefaultValue("none") String p,
      @QueryParam("address") @DefaultValue("") String address) {
    boolean mails = isYes("sends", sends, true);
    Policy policy = policy(p);
    return RecordToolsPage.Templates.show(
        new ToolsView.Records(
            "A new DMARC record",
            "Begin with none: it asks for reports and changes nothing about delivery.",
            "/tools/dmarc/new",
            "Write it",
            List.of(
                ToolsView.Field.required("domain", "Domain", domain),
                sends(sends),
                ToolsView.Field.choice(
                    "p",
                    "Mail that fails",
                    p,
                    "none",
                    "is delivered, and reported (none)",
                    "quarantine",
                    "goes to spam (quarantine)",
                    "reject",
                    "is refused (reject)"),
                ToolsView.Field.of("address", "Where reports go", address)),
            domain.isBlank() ? null : newDmarc(ToolsPage.name(domain), mails, policy, address)));
  }

  private static ToolsView.Field sends(String value) {
    return ToolsView.Field.choice(
        "sends", "Does it send mail?", value, "yes", "it does", "no", "it sends nothing");
  }

  private static Policy policy(String text) {
    return AddressWords.one("p", text, List.of(Policy.values()), Policy::wire).orElse(Policy.NONE);
  }

  private static Qualifier others(String text) {
    return switch (AddressWords.one("rest", text, "softfail", "fail", "neutral")) {
      case "fail" -> Qualifier.FAIL;
      case "neutral" -> Qualifier.NEUTRAL;
      default -> Qualifier.SOFTFAIL;
    };
  }

  /** The answer to a question of yes or no. */
  private static boolean isYes(String name, String text, boolean usual) {
    return AddressWords.one(name, text, usual ? "yes" : "no", usual ? "no" : "yes").equals("yes");
  }

  private ToolsView.Checked newDmarc(
      DomainName domain, boolean sends, Policy policy, String address) {
    List<ReportUri> rua =
        address.isBlank()
            ? List.of()
            : List.of(
                ReportUri.ofAddress(address)
                    .orElseThrow(
                        () ->
                            new BadRequestException(
                                "\"%s\" is no address that reports can be sent to."
                                    .formatted(address.strip()))));
    return asks.ask(
        () -> {
          DmarcWizard.Advice advice =
              new DmarcWizard(dns).advise(domain, DmarcWizard.Answers.plain(sends, policy, rua));
          List<ToolsView.Section> sections = new ArrayList<>();
          sections.add(ToolsPage.section("Publish this", advice.lint(), List.of(), null));
          advice
              .elsewhere()
              .forEach(
                  one ->
                      sections.add(
                          made(
                              "To be published where reports go",
                              one.name(),
                              one.record(),
                              List.of("Else receivers send none there."))));
          return RecordToolsPage.checked(List.of(advice.lint()), sections);
        });
  }

  /** An SPF record by a few questions. */
  @GET
  @Path("/spf/new")
  public TemplateInstance newSpf(
      @QueryParam("domain") @DefaultValue("") String domain,
      @QueryParam("sends") @DefaultValue("yes") String sends,
      @QueryParam("mx") @DefaultValue("no") String mx,
      @QueryParam("hosts") @DefaultValue("") String hosts,
      @QueryParam("services") @DefaultValue("") String services,
      @QueryParam("rest") @DefaultValue("softfail") String rest) {
    boolean mails = isYes("sends", sends, true);
    boolean alsoMx = isYes("mx", mx, false);
    Qualifier others = others(rest);
    return RecordToolsPage.Templates.show(
        new ToolsView.Records(
            "A new SPF record",
            "Who sends for a domain, as a record that was tested.",
            "/tools/spf/new",
            "Write it",
            List.of(
                ToolsView.Field.required("domain", "Domain of the return path", domain),
                sends(sends),
                ToolsView.Field.choice(
                    "mx",
                    "Hosts that receive its mail",
                    mx,
                    "no",
                    "only receive",
                    "yes",
                    "send it as well"),
                ToolsView.Field.choice(
                    "rest",
                    "Everybody else",
                    rest,
                    "softfail",
                    "is suspected (~all)",
                    "fail",
                    "is refused (-all)",
                    "neutral",
                    "nothing is said (?all)"),
                ToolsView.Field.wide(
                    "hosts", "Hosts of yours that send: names, addresses or ranges", hosts),
                ToolsView.Field.wide(
                    "services", "Services that send: what they tell you to include", services)),
            domain.isBlank()
                ? null
                : newSpf(
                    mails
                        ? answers(ToolsPage.name(domain), alsoMx, hosts, services, others)
                        : SpfWizard.Answers.silent(ToolsPage.name(domain).toString()))));
  }

  private static SpfWizard.Answers answers(
      DomainName domain, boolean alsoMx, String hosts, String services, Qualifier others) {
    List<String> own = FormText.words(hosts);
    List<String> included = FormText.words(services);
    if (own.size() > MOST_WORDS || included.size() > MOST_WORDS) {
      throw new BadRequestException(
          "At most %d hosts and %d services are asked about.".formatted(MOST_WORDS, MOST_WORDS));
    }
    return FormText.made(
        () -> new SpfWizard.Answers(domain.toString(), true, null, alsoMx, own, included, others));
  }

  private ToolsView.Checked newSpf(SpfWizard.Answers answers) {
    return asks.ask(
        () -> {
          SpfWizard.Proposal proposal = SpfWizard.propose(dns, answers);
          Lint lint = proposal.lint().lint();
          List<ToolsView.Section> sections = new ArrayList<>();
          proposal
              .records()
              .forEach(
                  (name, record) -> {
                    boolean own = name.equals(proposal.domain());
                    sections.add(
                        own
                            ? ToolsPage.section(
                                "Publish this",
                                lint,
                                proposal.tests().stream().map(NewRecordsPage::tested).toList(),
                                Findings.lookups(proposal.lint().counts()))
                            : made("And for a mail server by itself", name, record, List.of()));
                  });
          return RecordToolsPage.checked(List.of(lint), sections);
        });
  }

  private static String tested(SpfWizard.Test test) {
    return "Tested: %s for %s gives %s%s."
        .formatted(
            test.who(),
            test.domain(),
            test.result().wire(),
            test.passed() ? "" : ", but it should give " + test.expected().wire());
  }

  private static ToolsView.Section made(
      String title, String name, String record, List<String> said) {
    return new ToolsView.Section(title, name, record, "", said, null, List.of());
  }
}
