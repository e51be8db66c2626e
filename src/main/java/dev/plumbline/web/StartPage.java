package dev.plumbline.web;

import dev.plumbline.dmarc.DmarcRecord;
import dev.plumbline.dmarc.DmarcWizard;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.dmarc.PolicyDiscovery;
import dev.plumbline.dmarc.PolicyLookup;
import dev.plumbline.dmarc.PolicyLookup.Outcome;
import dev.plumbline.dmarc.ReportUri;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.intake.Mailboxes;
import dev.plumbline.intake.ReportAddresses;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.TrafficQueries;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does first: have reports sent, and let them in. A domain that is typed in is looked
 * at in DNS while its visitor waits, as the tools do, whether reports about it came in or not.
 */
@Path("/start")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class StartPage {

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(View view);
  }

  /**
   * The page.
   *
   * @param domain as it was typed, empty if nothing was
   * @param address where reports are to be sent
   * @param answer null if no domain was typed
   * @param mailboxes what is read already, as a sentence
   */
  public record View(
      String domain,
      String address,
      @Nullable Answer answer,
      boolean connected,
      String mailboxes,
      boolean started,
      boolean administrator,
      HowToStart howTo) {}

  /**
   * What a domain publishes, and what to publish.
   *
   * @param now the record published, null if there is none
   * @param record null if nothing is to be done
   * @param elsewhere what the domain of the address has to publish, too
   */
  public record Answer(
      String domain,
      String css,
      String said,
      @Nullable String now,
      String name,
      @Nullable String record,
      List<DmarcWizard.Publication> elsewhere) {

    public Answer {
      elsewhere = List.copyOf(elsewhere);
    }
  }

  private final Dns dns;
  private final ToolAsks asks;
  private final Mailboxes mailboxes;
  private final ReportAddresses addresses;
  private final TrafficQueries traffic;
  private final Viewers viewers;

  StartPage(
      Dns dns,
      ToolAsks asks,
      Mailboxes mailboxes,
      ReportAddresses addresses,
      TrafficQueries traffic,
      Viewers viewers) {
    this.dns = dns;
    this.asks = asks;
    this.mailboxes = mailboxes;
    this.addresses = addresses;
    this.traffic = traffic;
    this.viewers = viewers;
  }

  @GET
  public TemplateInstance show(
      @QueryParam("domain") @DefaultValue("") String domain,
      @QueryParam("address") @DefaultValue("") String address) {
    Viewer viewer = viewers.now();
    boolean all = viewer.scope().isEverything();
    String usual = all ? addresses.all().stream().sorted().findFirst().orElse("") : "";
    String to = address.isBlank() ? usual : address.strip();
    Answer answer = domain.isBlank() ? null : answer(ToolsPage.name(domain), to);
    int boxes = all ? mailboxes.names().size() : 0;
    return Templates.show(
        new View(
            domain.strip(),
            to,
            answer,
            boxes > 0,
            boxes == 0
                ? "No mailbox is read yet."
                : Format.count(boxes, "mailbox is", "mailboxes are") + " known.",
            traffic.newestDay(viewer.scope()).isPresent(),
            viewer.mayEverywhere(Right.ADMINISTER),
            HowToStart.TEXTS));
  }

  private Answer answer(DomainName domain, String address) {
    String sent = address.isEmpty() ? "dmarc@" + domain : address;
    ReportUri uri =
        ReportUri.ofAddress(sent)
            .filter(ReportUri::isMail)
            .orElseThrow(
                () ->
                    new BadRequestException(
                        "\"%s\" is no address that reports can be sent to.".formatted(sent)));
    return asks.ask(
        () -> {
          PolicyLookup lookup = new PolicyDiscovery(dns).lookup(domain);
          DmarcWizard.Advice advice = advice(domain, uri);
          return answer(domain, uri, lookup, advice);
        });
  }

  private DmarcWizard.Advice advice(DomainName domain, ReportUri uri) {
    return new DmarcWizard(dns)
        .advise(domain, DmarcWizard.Answers.plain(true, Policy.NONE, List.of(uri)));
  }

  private static Answer answer(
      DomainName domain, ReportUri uri, PolicyLookup lookup, DmarcWizard.Advice advice) {
    String name = advice.name();
    if (lookup.failure() != null) {
      return new Answer(
          domain.toString(),
          "mark-plain",
          "DNS did not answer, or is switched off, so it is not known what is published. If there"
              + " is no record yet, publish this one.",
          null,
          name,
          advice.record(),
          List.of());
    }
    PolicyLookup.Applied applied = lookup.applied();
    boolean several =
        lookup.questions().stream()
            .anyMatch(one -> one.name().equals(name) && one.outcome() == Outcome.SEVERAL_RECORDS);
    if (several) {
      return new Answer(
          domain.toString(),
          "mark-bad",
          "There are several DMARC records, so receivers discard all of them: leave one, with"
              + " reports sent to your address.",
          null,
          name,
          advice.record(),
          advice.elsewhere());
    }
    if (applied == null) {
      return new Answer(
          domain.toString(),
          "mark-warn",
          "There is no DMARC record, so nobody sends reports. This one asks for them, and changes"
              + " nothing about delivery.",
          null,
          name,
          advice.record(),
          advice.elsewhere());
    }
    DmarcRecord record = applied.record();
    boolean sent =
        record.rua().stream()
            .anyMatch(
                one -> ReportAddresses.plain(one.text()).equals(ReportAddresses.plain(uri.text())));
    boolean own = applied.domain().equals(domain);
    String whose = own ? "Its record" : "The record of " + applied.domain() + ", which applies,";
    return new Answer(
        domain.toString(),
        sent ? "mark-good" : "mark-warn",
        sent
            ? whose + " has reports sent to that address. Receivers send them once a day."
            : whose
                + " has no reports sent to that address. This adds it, and changes nothing else.",
        record.text(),
        "_dmarc." + applied.domain(),
        sent ? null : record.reportedTo(uri),
        advice.elsewhere());
  }
}
