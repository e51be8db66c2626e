package dev.plumbline.web;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.SenderReview;
import dev.plumbline.review.Simulations;
import dev.plumbline.review.SourceReview;
import dev.plumbline.standing.Simulator;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.Wording;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.checks.Records.PublishedRecord;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.ReporterTotals;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One domain: first the senders that still need authorizing, then all others, its traffic, its
 * reporters and its records.
 */
@Path("/domains/{domain}")
@Produces(MediaType.TEXT_HTML)
public class DomainPage {

  /** Longer lists continue on the page of all senders. */
  private static final int SHOWN_PER_GROUP = 10;

  private static final int SHOWN_OPEN = 25;
  private static final int SHOWN_REPORTERS = 15;

  /** In the order of the stack, from the bottom. */
  private static final List<Standing> STACK =
      List.of(
          Standing.AUTHORIZED,
          Standing.FIXED,
          Standing.FORWARDER,
          Standing.NEEDS_ALIGNMENT,
          Standing.NEEDS_AUTHORIZING,
          Standing.REGRESSED,
          Standing.UNRECOGNIZED,
          Standing.UNAUTHORIZED_USE);

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

  private final DomainReviews reviews;
  private final TrafficQueries traffic;
  private final Rechecks rechecks;
  private final CheckStore checks;
  private final Simulations simulations;
  private final Clock clock;

  DomainPage(
      DomainReviews reviews,
      TrafficQueries traffic,
      Rechecks rechecks,
      CheckStore checks,
      Simulations simulations,
      Clock clock) {
    this.simulations = simulations;
    this.reviews = reviews;
    this.traffic = traffic;
    this.rechecks = rechecks;
    this.checks = checks;
    this.clock = clock;
  }

  @GET
  public TemplateInstance show(
      @PathParam("domain") String name,
      @QueryParam("days") @Nullable String days,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    DomainInfo domain = traffic.domain(name).orElseThrow(() -> Unknown.domain(name));
    Period period = period(domain, days, from, to);
    DomainReview review =
        reviews.review(name, period.from(), period.to()).orElseThrow(() -> Unknown.domain(name));
    List<SenderReview> open =
        review.senders().stream().filter(one -> one.standing().isOpen()).toList();
    List<ReporterTotals> reporters = traffic.reporters(domain.id(), period.from(), period.to());
    return Templates.show(
        new DomainView(
            name,
            Format.count(review.messages(), "message", "messages")
                + " reported; "
                + Format.share(review.passMessages(), review.messages())
                + " pass DMARC.",
            period.picker(Links.domain(name)),
            Tabs.of(name, period, Tabs.OVERVIEW),
            review.findings().size() == 1
                ? "Something is wrong with this domain's own records"
                : "Some things are wrong with this domain's own records",
            Wording.sentences(review.findings()),
            total(open),
            lines(review, open, period, SHOWN_OPEN),
            openEmpty(review),
            open.size() > SHOWN_OPEN ? Links.senders(name) + "?" + period.query() : null,
            open.size() > SHOWN_OPEN ? "All " + Format.count(open.size()) + " of them" : null,
            nextPolicy(domain, review, period),
            Format.count(review.senders().size() - open.size(), "sender", "senders"),
            groups(review, period, open.isEmpty()),
            chart(domain, review, period),
            Format.count(reporters.size(), "reporter", "reporters"),
            reporters.stream()
                .limit(SHOWN_REPORTERS)
                .map(one -> reporter(name, one, period))
                .toList(),
            recheck(rechecks, name, period, review.checkedAt(), false),
            records(domain)));
  }

  @POST
  @Path("/recheck")
  public Response recheckNow(
      @PathParam("domain") String name,
      @QueryParam("days") @Nullable String days,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    DomainInfo domain = traffic.domain(name).orElseThrow(() -> Unknown.domain(name));
    Period period = period(domain, days, from, to);
    rechecks.requestNow(domain.name());
    return Response.seeOther(URI.create(Links.domain(name, period) + "#dns")).build();
  }

  /** What the page asks again and again while a re-check runs. */
  @GET
  @Path("/recheck")
  public TemplateInstance recheckState(
      @PathParam("domain") String name,
      @QueryParam("days") @Nullable String days,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    DomainInfo domain = traffic.domain(name).orElseThrow(() -> Unknown.domain(name));
    Period period = period(domain, days, from, to);
    return Templates.recheck(recheck(rechecks, name, period, domain.dnsCheckedAt(), true));
  }

  private Period period(
      DomainInfo domain, @Nullable String days, @Nullable String from, @Nullable String to) {
    return Period.of(days, from, to, LocalDate.now(clock), traffic.newestDay(domain.id()));
  }

  static SenderLine line(DomainReview review, SenderReview sender, Period period) {
    Remedy remedy = sender.remedy();
    return new SenderLine(
        sender.name(),
        Links.sender(review.domain(), sender.key(), period),
        StandingBadge.of(sender.standing()),
        sender.sources().size() == 1
            ? IpAddresses.toText(sender.sources().get(0).ip())
            : Format.count(sender.sources().size()) + " sources",
        sender.sentences().get(0),
        sender.standing().isOpen() && remedy != null && !remedy.steps().isEmpty()
            ? remedy.steps().get(0)
            : null,
        Format.count(sender.messages()),
        Format.share(sender.messages(), review.messages()) + " of messages");
  }

  private static List<SenderLine> lines(
      DomainReview review, List<SenderReview> senders, Period period, int most) {
    return senders.stream().limit(most).map(one -> line(review, one, period)).toList();
  }

  private static String total(List<SenderReview> senders) {
    long messages = senders.stream().mapToLong(SenderReview::messages).sum();
    return senders.isEmpty()
        ? "none"
        : Format.count(senders.size(), "sender", "senders")
            + ", "
            + Format.count(messages, "message", "messages");
  }

  private @Nullable NextPolicy nextPolicy(DomainInfo domain, DomainReview review, Period period) {
    if (review.messages() == 0 || review.checkedAt() == null) {
      return null;
    }
    Simulator.Terms published = simulations.published(domain);
    return NextPolicy.of(
        published,
        simulations.ready(domain, review, NextPolicy.wanted(published)),
        Links.policy(domain.name()) + "?" + period.query());
  }

  private static String openEmpty(DomainReview review) {
    if (review.messages() == 0) {
      return "No messages were reported in this period.";
    }
    if (review.checkedAt() == null) {
      return "Not compared with today's DNS yet; until then nobody can say.";
    }
    boolean undecided =
        review.senders().stream().anyMatch(one -> one.standing() == Standing.UNRECOGNIZED);
    return undecided
        ? "None of the senders that are known to be yours. See who is unrecognized below."
        : "Nobody: every sender that is known to be yours is authorized.";
  }

  private static List<DomainView.Group> groups(
      DomainReview review, Period period, boolean nothingOpen) {
    var groups = new ArrayList<DomainView.Group>();
    for (Standing standing : OTHERS) {
      List<SenderReview> senders =
          review.senders().stream().filter(one -> one.standing() == standing).toList();
      if (senders.isEmpty()) {
        continue;
      }
      boolean more = senders.size() > SHOWN_PER_GROUP;
      StandingBadge badge = StandingBadge.of(standing);
      groups.add(
          new DomainView.Group(
              badge,
              total(senders),
              badge.meaning(),
              nothingOpen && standing == Standing.UNRECOGNIZED,
              lines(review, senders, period, SHOWN_PER_GROUP),
              more
                  ? Links.senders(review.domain())
                      + "?standing="
                      + standing.wire()
                      + "&"
                      + period.query()
                  : null,
              more ? "All " + Format.count(senders.size()) + " of them" : null));
    }
    return groups;
  }

  private DayChart chart(DomainInfo domain, DomainReview review, Period period) {
    var stack =
        new Stack(
            period,
            STACK.stream()
                .map(StandingBadge::of)
                .map(badge -> new DayChart.Series(badge.label(), badge.css()))
                .toList());
    for (SenderReview sender : review.senders()) {
      for (SourceReview source : sender.sources()) {
        int series = STACK.indexOf(source.standing());
        source.facts().days().forEach(day -> stack.add(day.day(), series, day.messages()));
      }
    }
    // Rows without a readable address have nobody behind them that could be recognised.
    traffic
        .daysWithoutAddress(domain.id(), period.from(), period.to())
        .forEach((day, count) -> stack.add(day, STACK.indexOf(Standing.UNRECOGNIZED), count));
    return stack.chart("Messages per day, by the standing of their source", domain.name());
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
              title(now, domain),
              now.name(),
              set.size() == 1 ? null : "like this since " + Format.time(now.firstSeen()),
              now.texts(),
              "There is no such record."));
    }
    return records;
  }

  private static String title(PublishedRecord record, DomainInfo domain) {
    if (!record.type().equals("TXT")) {
      return record.type();
    }
    if (record.name().startsWith("_dmarc.")) {
      return "DMARC";
    }
    return record.name().equals(domain.name()) ? "SPF" : "TXT";
  }

  /** What is said about the comparison with DNS, here and on the page about DNS. */
  static DomainView.Recheck recheck(
      Rechecks rechecks,
      String domain,
      Period period,
      @Nullable Instant checkedAt,
      boolean polled) {
    boolean running = rechecks.isRunning(domain);
    Instant asked = rechecks.lastAsked(domain, checkedAt);
    String text =
        running
            ? "Asking DNS about every source; this page need not wait."
            : asked == null
                ? "Not compared with DNS yet."
                : "Compared with DNS on " + Format.time(asked) + ".";
    String path = Links.domain(domain) + "/recheck?" + period.query();
    return new DomainView.Recheck(text, running, polled && !running, path, path);
  }
}
