package dev.plumbline.web;

import dev.plumbline.dns.DomainName;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.report.ReporterName;
import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.standing.Wording;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.checks.Records;
import dev.plumbline.store.checks.Records.PublishedRecord;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.ReporterTotals;
import dev.plumbline.store.traffic.Traffic;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One domain: first the senders that still need authorizing, then all others, its traffic, its
 * reporters and its records.
 */
@Path("/domains/{domain}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class DomainPage {

  private static final int SHOWN_REPORTERS = 15;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(DomainView view);

    static native TemplateInstance recheck(DomainView.Recheck recheck);
  }

  private final DomainRequests requests;
  private final KeptReviews reviews;
  private final DomainSenders senders;
  private final TrafficQueries traffic;
  private final TrafficCharts charts;
  private final Rechecks rechecks;
  private final RecheckState recheckState;
  private final DnsSwitch dns;
  private final CheckStore checks;
  private final Tables tables;

  DomainPage(
      DomainRequests requests,
      KeptReviews reviews,
      DomainSenders senders,
      TrafficQueries traffic,
      TrafficCharts charts,
      Rechecks rechecks,
      RecheckState recheckState,
      DnsSwitch dns,
      CheckStore checks,
      Tables tables) {
    this.tables = tables;
    this.requests = requests;
    this.reviews = reviews;
    this.senders = senders;
    this.traffic = traffic;
    this.charts = charts;
    this.rechecks = rechecks;
    this.recheckState = recheckState;
    this.dns = dns;
    this.checks = checks;
  }

  /**
   * The page.
   *
   * @param chosen given if some senders of the plan of records are ticked and others are not
   * @param ticked the keys of those that are
   * @param chart what messages are told apart by
   */
  @GET
  public TemplateInstance show(
      @BeanParam DomainRequest request,
      @QueryParam("chosen") @Nullable String chosen,
      @QueryParam("for") @Nullable List<String> ticked,
      @QueryParam("chart") @Nullable String chart) {
    DomainRequests.Asked asked = requests.of(request);
    DomainInfo domain = asked.domain();
    String name = domain.name();
    Period period = asked.period();
    DomainSummary summary = reviews.summary(name).orElse(null);
    Traffic all =
        traffic
            .traffic(List.of(domain.id()), period.from(), period.to())
            .getOrDefault(domain.id(), Traffic.NONE);
    Set<String> wanted = chosen == null ? null : ticked == null ? Set.of() : Set.copyOf(ticked);
    DomainSenders.Queues queues = senders.queues(asked, summary, wanted);
    List<String> findings =
        summary == null
            ? List.of()
            : Wording.sentences(summary.findings()).stream().map(DomainName::inSentence).toList();
    List<ReporterTotals> reporters = traffic.reporters(domain.id(), period.from(), period.to());
    TrafficCharts.By by = TrafficCharts.By.of(chart);
    DayChart drawn = charts.ofDomain(domain, period, by);
    return Templates.show(
        new DomainView(
            name,
            lead(all),
            period.picker(Links.domain(name), by.kept()),
            Tabs.of(name, period, Tabs.OVERVIEW),
            findings.size() == 1
                ? "Something is wrong with this domain's own records"
                : "Some things are wrong with this domain's own records",
            findings,
            Notices.of(summary),
            DomainAnswers.of(dns, domain, summary, queues.open(), period),
            queues.fix(),
            queues.decide(),
            Links.decisions(name, period),
            queues.waiting(),
            queues.othersSummary(),
            queues.groups(),
            drawn,
            drawn.series().isEmpty() && all.messages() > 0
                ? "These messages are told apart by day with the first judgement, soon."
                : null,
            TrafficCharts.By.choices(name, period, by),
            Format.count(reporters.size(), "reporter", "reporters"),
            reporters.stream()
                .limit(tables.whole("reporters", SHOWN_REPORTERS))
                .map(one -> reporter(name, one, period))
                .toList(),
            recheckState.of(name, period, domain.dnsCheckedAt(), false),
            records(domain)));
  }

  static String lead(Traffic all) {
    if (all.messages() == 0) {
      return "No message was reported in these days.";
    }
    return Format.count(all.messages(), "message", "messages")
        + " reported; "
        + (all.messages() == 1
            ? (all.pass() == 1 ? "it passes" : "it fails")
            : Format.share(all.pass(), all.messages()) + " pass")
        + " DMARC.";
  }

  @POST
  @PageForm
  @RolesAllowed(Right.Name.DECIDE)
  @Path("/recheck")
  public Response recheckNow(@BeanParam DomainRequest request) {
    DomainRequests.Asked asked = requests.of(request);
    String name = asked.domain().name();
    rechecks.requestNow(name);
    return Response.seeOther(URI.create(Links.domain(name, asked.period()) + "#dns")).build();
  }

  /** What the page asks again and again while a re-check runs. */
  @GET
  @Path("/recheck")
  public TemplateInstance recheckState(@BeanParam DomainRequest request) {
    DomainRequests.Asked asked = requests.of(request);
    DomainInfo domain = asked.domain();
    return Templates.recheck(
        recheckState.of(domain.name(), asked.period(), domain.dnsCheckedAt(), true));
  }

  private static DomainView.ReporterLine reporter(
      String domain, ReporterTotals totals, Period period) {
    return new DomainView.ReporterLine(
        ReporterName.forPeople(totals.reporter()),
        WantedReports.By.of(totals.reporter()).in(Links.reports(domain, period)),
        Format.count(totals.reports()),
        Format.count(totals.messages()),
        Format.share(totals.passMessages(), totals.messages()));
  }

  /** The record sets as they are now; a set that changed says since when it reads like this. */
  private List<DomainView.DnsRecord> records(DomainInfo domain) {
    Map<Records.Owner, List<PublishedRecord>> sets = new LinkedHashMap<>();
    for (PublishedRecord record : checks.records().judged(domain.id())) {
      sets.computeIfAbsent(
              new Records.Owner(record.name(), record.kind()), key -> new ArrayList<>())
          .add(record);
    }
    var records = new ArrayList<DomainView.DnsRecord>();
    for (List<PublishedRecord> set : sets.values()) {
      PublishedRecord now =
          set.stream().max(Comparator.comparing(PublishedRecord::firstSeen)).orElseThrow();
      records.add(
          new DomainView.DnsRecord(
              now.kind().wire(),
              now.name(),
              set.size() == 1 ? null : "like this since " + Format.time(now.firstSeen()),
              now.texts(),
              "There is no such record."));
    }
    return records;
  }
}
