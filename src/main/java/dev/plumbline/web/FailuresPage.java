package dev.plumbline.web;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.people.Journal;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.store.failure.FailureExample;
import dev.plumbline.store.failure.FailureIncident;
import dev.plumbline.store.failure.FailureQueries;
import dev.plumbline.store.judgement.SourceStanding;
import dev.plumbline.store.people.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Failure reports of a domain by incident; names, addresses and subjects are words in their place,
 * unless somebody who may see them asks, which is written down.
 */
@Path("/domains/{domain}/failures")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class FailuresPage {

  private static final int SHOWN_INCIDENTS = 100;
  private static final int SHOWN_EXAMPLES = 50;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(FailuresView view);

    static native TemplateInstance incident(IncidentView view);
  }

  private final DomainRequests requests;
  private final FailureQueries failures;
  private final KeptReviews reviews;
  private final Viewers viewers;
  private final Journal journal;
  private final Tables tables;

  FailuresPage(
      DomainRequests requests,
      FailureQueries failures,
      KeptReviews reviews,
      Viewers viewers,
      Journal journal,
      Tables tables) {
    this.tables = tables;
    this.requests = requests;
    this.failures = failures;
    this.reviews = reviews;
    this.viewers = viewers;
    this.journal = journal;
  }

  @GET
  public TemplateInstance show(@BeanParam DomainRequest request) {
    DomainRequests.Asked asked = requests.of(request);
    String name = asked.name();
    long id = asked.domain().id();
    Period period = asked.period().about(failures.newestDay(id));
    FailureQueries.Totals totals = failures.totals(id, period.from(), period.to());
    List<FailureIncident> incidents =
        failures.incidents(
            id, period.from(), period.to(), null, tables.whole("incidents", SHOWN_INCIDENTS));
    return Templates.show(
        new FailuresView(
            name,
            Links.domain(name, period),
            period.picker(Links.failures(name)),
            Tabs.of(name, period, Tabs.FAILURES),
            summary(totals),
            incidents.stream().map(one -> line(name, one)).toList(),
            totals.incidents() > incidents.size()
                ? "the %d with most reports, of %s"
                    .formatted(incidents.size(), Format.count(totals.incidents()))
                : Format.count(totals.incidents(), "incident", "incidents")));
  }

  private static String summary(FailureQueries.Totals totals) {
    if (totals.reports() == 0) {
      return "No failure report in this period.";
    }
    String left =
        totals.leftOut() == 0
            ? ""
            : " Of %s only the number is kept.".formatted(Format.count(totals.leftOut()));
    return Format.count(totals.reports(), "report", "reports")
        + " of "
        + Format.count(totals.incidents(), "incident", "incidents")
        + "."
        + left;
  }

  private static FailuresView.Incident line(String domain, FailureIncident one) {
    return new FailuresView.Incident(
        FailureText.title(one),
        Links.incident(domain, one.id()),
        FailureText.isFailure(one) ? "mark-bad" : "mark-plain",
        FailureText.isFailure(one) ? "failure" : FailureText.kind(one),
        one.source() == null ? "not told" : IpAddresses.toText(one.source()),
        Objects.toString(one.fromDomain(), "not told"),
        Format.days(day(one.first()), day(one.last())),
        Format.count(one.reports()),
        one.leftOut() == 0 ? "" : Format.count(one.leftOut()) + " only counted");
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  /** One incident, masked. */
  @GET
  @Path("/{incident: [0-9]{1,18}}")
  public TemplateInstance incident(
      @BeanParam DomainRequest request, @PathParam("incident") long incident) {
    return incident(request, incident, false);
  }

  /** One incident as its reports have it; that somebody saw it is written down. */
  @POST
  @PageForm
  @Path("/{incident: [0-9]{1,18}}/unmasked")
  @RolesAllowed(Right.Name.UNMASK)
  public TemplateInstance unmasked(
      @BeanParam DomainRequest request, @PathParam("incident") long incident) {
    TemplateInstance page = incident(request, incident, true);
    journal.wrote("unmask", "failure reports of incident " + incident, request.domain);
    return page;
  }

  private TemplateInstance incident(DomainRequest request, long number, boolean unmasked) {
    DomainRequests.Asked asked = requests.of(request);
    String name = asked.name();
    FailureIncident incident =
        failures
            .incident(asked.domain().id(), number)
            .orElseThrow(() -> new NotFoundException("There is no such incident."));
    List<FailureExample> examples =
        unmasked
            ? failures.unmasked(asked.domain().id(), number, SHOWN_EXAMPLES)
            : failures.examples(asked.domain().id(), number, SHOWN_EXAMPLES);
    InetAddress ip = incident.source();
    SourceStanding source = ip == null ? null : reviews.source(asked.domain(), ip).orElse(null);
    Viewer viewer = viewers.now();
    boolean may = viewer.may(Right.UNMASK) && !unmasked && !examples.isEmpty();
    return Templates.incident(
        new IncidentView(
            name,
            Links.domain(name, asked.period()),
            Links.failures(name) + "?" + asked.period().query(),
            FailureText.title(incident),
            FailureText.isFailure(incident)
                ? "What receivers told of single messages in your name."
                : "A complaint, not a failure: the message passed, and its reader objected.",
            facts(name, incident, source),
            FailureText.todo(incident),
            examples.stream().map(one -> example(name, source, one)).toList(),
            summary(incident, examples.size()),
            may ? Links.incident(name, number) + "/unmasked" : null,
            !unmasked));
  }

  private static String summary(FailureIncident incident, int shown) {
    String text = "the newest %s of %s".formatted(shown, Format.count(incident.reports()));
    return incident.leftOut() == 0
        ? text
        : text + "; of %s only the number is kept".formatted(Format.count(incident.leftOut()));
  }

  /** Aggregate reports may not know the source: then there is no page about it. */
  private static List<Fact> facts(
      String domain, FailureIncident one, @Nullable SourceStanding source) {
    List<Fact> facts = new ArrayList<>();
    if (source != null) {
      facts.add(
          new Fact("Source", IpAddresses.toText(source.ip()), Links.source(domain, source.ip())));
      facts.add(
          new Fact("Sender", source.sender().name(), Links.sender(domain, source.sender().key())));
    } else if (one.source() != null) {
      facts.add(
          Fact.of(
              "Source", IpAddresses.toText(one.source()) + ", of which no aggregate report tells"));
    }
    add(facts, "Failed", one.failures().stream().map(FailureText::word).collect(joined()));
    add(facts, "Author domain", one.fromDomain());
    add(facts, "Envelope domain", one.mailFromDomain());
    add(facts, "DKIM domain", one.dkimDomain());
    add(facts, "DKIM selector", one.dkimSelector());
    add(facts, "Aligned", one.alignment());
    facts.add(Fact.of("First", Format.time(one.first())));
    facts.add(Fact.of("Last", Format.time(one.last())));
    facts.add(Fact.of("Reports", Format.count(one.reports())));
    return facts;
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(", ");
  }

  private static void add(List<Fact> facts, String label, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      facts.add(Fact.of(label, value));
    }
  }

  private static IncidentView.Example example(
      String domain, @Nullable SourceStanding source, FailureExample one) {
    LocalDate day = day(one.arrivedAt());
    String days = "?from=" + day + "&to=" + day;
    return new IncidentView.Example(
        Format.time(one.arrivedAt()),
        source == null ? Links.reports(domain) + days : Links.source(domain, source.ip()) + days,
        Objects.toString(one.from(), "not told"),
        to(one),
        Objects.toString(one.subject(), "not told"),
        note(one));
  }

  private static String to(FailureExample one) {
    if (!one.rcptTo().isEmpty()) {
      return String.join(", ", one.rcptTo());
    }
    return Objects.toString(one.to(), "not told");
  }

  private static String note(FailureExample one) {
    List<String> notes = new ArrayList<>();
    if (!one.reporter().isEmpty()) {
      notes.add("told by " + one.reporter());
    }
    if (one.deliveryResult() != null) {
      notes.add("delivery: " + one.deliveryResult());
    }
    notes.addAll(one.results());
    if (!one.hosts().isEmpty()) {
      notes.add("by " + one.hosts().get(0));
    }
    return String.join(", ", notes);
  }
}
