package dev.plumbline.web;

import dev.plumbline.recheck.Rechecks;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.review.Simulations;
import dev.plumbline.standing.Simulator;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.Wording;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.checks.Records.PublishedRecord;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.judgement.Standings.Wanted;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.Page;
import dev.plumbline.store.traffic.ReporterTotals;
import dev.plumbline.store.traffic.SenderTraffic;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One domain: first the senders that still need authorizing, then all others, its traffic, its
 * reporters and its records.
 */
@Path("/domains/{domain}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class DomainPage {

  /** Longer lists continue on the page of all senders. */
  private static final int SHOWN_PER_GROUP = 10;

  private static final int SHOWN_OPEN = 25;
  private static final int SHOWN_REPORTERS = 15;

  private static final List<Standing> OTHERS =
      List.of(
          Standing.FIXED,
          Standing.UNRECOGNIZED,
          Standing.FORWARDER,
          Standing.AUTHORIZED,
          Standing.UNAUTHORIZED_USE);

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(DomainView view);

    static native TemplateInstance recheck(DomainView.Recheck recheck);
  }

  private final DomainRequests requests;
  private final KeptReviews reviews;
  private final RemedyStore remedies;
  private final TrafficQueries traffic;
  private final SenderTraffic senderTraffic;
  private final Rechecks rechecks;
  private final RecheckState recheckState;
  private final CheckStore checks;

  DomainPage(
      DomainRequests requests,
      KeptReviews reviews,
      RemedyStore remedies,
      TrafficQueries traffic,
      SenderTraffic senderTraffic,
      Rechecks rechecks,
      RecheckState recheckState,
      CheckStore checks) {
    this.requests = requests;
    this.reviews = reviews;
    this.remedies = remedies;
    this.traffic = traffic;
    this.senderTraffic = senderTraffic;
    this.rechecks = rechecks;
    this.recheckState = recheckState;
    this.checks = checks;
  }

  @GET
  public TemplateInstance show(@BeanParam DomainRequest request) {
    DomainRequests.Asked asked = requests.of(request);
    DomainInfo domain = asked.domain();
    String name = domain.name();
    Period period = asked.period();
    Optional<DomainSummary> summary = reviews.summary(name);
    Traffic all =
        traffic
            .traffic(List.of(domain.id()), period.from(), period.to())
            .getOrDefault(domain.id(), Traffic.NONE);
    Lists lists = new Lists(asked, all);
    Page<SenderStanding> open = lists.senders(Standing.OPEN, SHOWN_OPEN);
    long senders = summary.map(DomainPage::senders).orElse(0L);
    List<String> findings = summary.map(one -> Wording.sentences(one.findings())).orElse(List.of());
    List<ReporterTotals> reporters = traffic.reporters(domain.id(), period.from(), period.to());
    return Templates.show(
        new DomainView(
            name,
            Format.count(all.messages(), "message", "messages")
                + " reported; "
                + Format.share(all.pass(), all.messages())
                + " pass DMARC.",
            period.picker(Links.domain(name)),
            Tabs.of(name, period, Tabs.OVERVIEW),
            findings.size() == 1
                ? "Something is wrong with this domain's own records"
                : "Some things are wrong with this domain's own records",
            findings,
            Notices.of(summary.orElse(null)),
            openSummary(open.total(), summary.orElse(null)),
            lists.lines(open),
            openEmpty(summary.orElse(null), domain),
            open.total() > SHOWN_OPEN ? Links.senders(name) + "?" + period.query() : null,
            open.total() > SHOWN_OPEN ? "All " + Format.count(open.total()) + " of them" : null,
            PlanView.of(remedies.plan(domain.id()).orElse(null)),
            summary.map(one -> nextPolicy(domain, one, period)).orElse(null),
            Format.count(senders - open.total(), "sender", "senders"),
            groups(lists, summary.orElse(null), open.items().isEmpty()),
            StandingChart.of(
                name, period, senderTraffic.standingDays(domain.id(), period.from(), period.to())),
            Format.count(reporters.size(), "reporter", "reporters"),
            reporters.stream()
                .limit(SHOWN_REPORTERS)
                .map(one -> reporter(name, one, period))
                .toList(),
            recheckState.of(name, period, domain.dnsCheckedAt(), false),
            records(domain)));
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

  /** Lists of senders with their figures in the period shown. */
  private final class Lists {
    private final DomainRequests.Asked asked;
    private final Traffic all;

    Lists(DomainRequests.Asked asked, Traffic all) {
      this.asked = asked;
      this.all = all;
    }

    Page<SenderStanding> senders(Set<Standing> standings, int most) {
      return reviews.senders(asked.domain(), Wanted.of(standings), 0, most);
    }

    List<SenderLine> lines(Page<SenderStanding> page) {
      Period period = asked.period();
      Set<String> keys =
          page.items().stream().map(one -> one.sender().key()).collect(Collectors.toSet());
      Map<String, Remedy> found = remedies.of(asked.domain().id(), keys);
      Map<String, Traffic> figures =
          senderTraffic.senders(asked.domain().id(), keys, period.from(), period.to());
      return page.items().stream()
          .map(
              one ->
                  SenderLine.of(
                      asked.domain().name(),
                      one,
                      period,
                      figures.getOrDefault(one.sender().key(), Traffic.NONE),
                      found.get(one.sender().key()),
                      all.messages()))
          .toList();
    }
  }

  private static long senders(DomainSummary summary) {
    return summary.senders().values().stream().mapToLong(Integer::longValue).sum();
  }

  private static String openSummary(long open, @Nullable DomainSummary summary) {
    if (open == 0) {
      return "none";
    }
    return Format.count(open, "sender", "senders")
        + (summary == null || summary.ownFailing() == 0
            ? ""
            : ", " + Format.count(summary.ownFailing(), "message", "messages") + " of yours fail");
  }

  private @Nullable NextPolicy nextPolicy(DomainInfo domain, DomainSummary summary, Period period) {
    if (summary.messages() == 0 || summary.dnsCheckedAt() == null) {
      return null;
    }
    Simulator.Terms published = Simulations.published(domain);
    return NextPolicy.of(
        published,
        NextPolicy.wanted(published).equals("quarantine")
            ? summary.ready().quarantine()
            : summary.ready().reject(),
        Links.policy(domain.name()) + "?" + period.query());
  }

  private static String openEmpty(@Nullable DomainSummary summary, DomainInfo domain) {
    if (summary == null) {
      return "Not judged yet; that happens in the background, soon after reports came in.";
    }
    if (summary.messages() == 0) {
      return "No messages were reported from %s on."
          .formatted(Format.days(summary.from(), summary.to()));
    }
    if (domain.dnsCheckedAt() == null) {
      return "Not compared with today's DNS yet; until then nobody can say.";
    }
    return summary.toDecide() > 0
        ? "None of the senders that are known to be yours. See who is unrecognized below."
        : "Nobody: every sender that is known to be yours is authorized.";
  }

  private List<DomainView.Group> groups(
      Lists lists, @Nullable DomainSummary summary, boolean nothingOpen) {
    var groups = new ArrayList<DomainView.Group>();
    if (summary == null) {
      return groups;
    }
    String address = Links.senders(summary.domain());
    for (Standing standing : OTHERS) {
      int count = summary.senders().getOrDefault(standing, 0);
      if (count == 0) {
        continue;
      }
      StandingBadge badge = StandingBadge.of(standing);
      groups.add(
          new DomainView.Group(
              badge,
              Format.count(count, "sender", "senders"),
              badge.meaning(),
              nothingOpen && standing == Standing.UNRECOGNIZED,
              lists.lines(lists.senders(EnumSet.of(standing), SHOWN_PER_GROUP)),
              count > SHOWN_PER_GROUP
                  ? address + "?standing=" + standing.wire() + "&" + lists.asked.period().query()
                  : null,
              count > SHOWN_PER_GROUP ? "All " + Format.count(count) + " of them" : null));
    }
    return groups;
  }

  private static DomainView.ReporterLine reporter(
      String domain, ReporterTotals totals, Period period) {
    return new DomainView.ReporterLine(
        totals.reporter(),
        Links.reports(domain) + "?q=" + Links.value(totals.reporter()) + "&" + period.query(),
        Format.count(totals.reports()),
        Format.count(totals.messages()),
        Format.share(totals.passMessages(), totals.messages()));
  }

  /** The record sets as they are now; a set that changed says since when it reads like this. */
  private List<DomainView.DnsRecord> records(DomainInfo domain) {
    Map<List<String>, List<PublishedRecord>> sets = new LinkedHashMap<>();
    for (PublishedRecord record : checks.records().judged(domain.id())) {
      sets.computeIfAbsent(List.of(record.name(), record.type()), key -> new ArrayList<>())
          .add(record);
    }
    var records = new ArrayList<DomainView.DnsRecord>();
    for (List<PublishedRecord> set : sets.values()) {
      PublishedRecord now =
          set.stream().max(Comparator.comparing(PublishedRecord::firstSeen)).orElseThrow();
      records.add(
          new DomainView.DnsRecord(
              now.type(),
              now.name(),
              set.size() == 1 ? null : "like this since " + Format.time(now.firstSeen()),
              now.texts(),
              "There is no such record."));
    }
    return records;
  }
}
