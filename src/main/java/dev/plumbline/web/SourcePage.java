package dev.plumbline.web;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.ReporterName;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.review.Window;
import dev.plumbline.standing.Days;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.failure.FailureQueries;
import dev.plumbline.store.judgement.SourceStanding;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.ReportQueries;
import dev.plumbline.store.traffic.ReporterOfSource;
import dev.plumbline.store.traffic.Shown;
import dev.plumbline.store.traffic.SourceDay;
import dev.plumbline.store.traffic.SourceFactsQueries;
import dev.plumbline.store.traffic.SourceGathering.SourceSpan;
import dev.plumbline.store.traffic.StoredRow;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** One source: what receivers reported about it, what today's DNS says, and the rows themselves. */
@Path("/domains/{domain}/sources/{ip}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class SourcePage {

  /** The rest is a click away, in the reports. */
  private static final int MOST_ROWS = 25;

  /**
   * Who and as whom is added up of so many rows, the newest days first: what a busy server of years
   * was reported to have sent is as good as told by its last days.
   */
  static final int MOST_ADDED_UP = 2_000;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(SourceView view);
  }

  private final DomainRequests requests;
  private final KeptReviews reviews;
  private final SourceFactsQueries gathered;
  private final TrafficQueries traffic;
  private final ReportQueries reports;
  private final CheckStore checks;
  private final RecordChanges changes;
  private final FailureQueries failures;
  private final TrafficCharts charts;
  private final DnsSwitch dns;
  private final Tables tables;

  SourcePage(
      DomainRequests requests,
      KeptReviews reviews,
      SourceFactsQueries gathered,
      TrafficQueries traffic,
      ReportQueries reports,
      CheckStore checks,
      RecordChanges changes,
      FailureQueries failures,
      TrafficCharts charts,
      DnsSwitch dns,
      Tables tables) {
    this.dns = dns;
    this.tables = tables;
    this.charts = charts;
    this.failures = failures;
    this.requests = requests;
    this.reviews = reviews;
    this.gathered = gathered;
    this.traffic = traffic;
    this.reports = reports;
    this.checks = checks;
    this.changes = changes;
  }

  @GET
  public TemplateInstance show(@BeanParam DomainRequest request, @PathParam("ip") String address) {
    DomainRequests.Asked asked = requests.of(request);
    DomainInfo domain = asked.domain();
    String name = domain.name();
    InetAddress ip = ip(address);
    Period period = asked.period();
    SourceStanding source = reviews.source(domain, ip).orElseThrow(() -> Unknown.source(name, ip));
    Days window = judgedBy(name, source);
    List<SourceDay> days =
        traffic.sourceDays(
            domain.id(),
            ip,
            earlier(window.from(), period.from()),
            window.to().isAfter(period.to()) ? window.to() : period.to());
    SourceFacts facts =
        gathered
            .gathering(domain)
            .now(
                new SourceSpan(ip, new Days(newest(days, window.from(), window.to()), window.to())))
            .orElseThrow(() -> Unknown.source(name, ip));
    LocalDate since = newest(days, period.from(), period.to());
    List<StoredRow> rows =
        reports.rowsOfSource(
            domain.id(), ip, period.from(), period.to(), tables.whole("rows", MOST_ROWS));
    return Templates.show(
        new SourceView(
            name,
            Links.domain(name, period),
            IpAddresses.toText(ip),
            facts.reverseName(),
            DomainName.inSentence(source.sender().name()),
            Links.sender(name, source.sender().key(), period),
            StandingBadge.of(source.standing()),
            period.picker(Links.source(name, ip)),
            Tabs.of(name, period, Tabs.SENDERS),
            figures(name, source, days, period),
            source.sentences().stream().map(DomainName::inSentence).toList(),
            changes.behind(domain.id(), source),
            SourceNow.then(facts),
            Format.days(facts.firstDay(), facts.lastDay()),
            SourceNow.now(dns, facts),
            SourceNow.notCompared(dns),
            SourceNow.checks(facts, identity -> checks.verdicts().trace(domain.id(), ip, identity)),
            SourceNow.envelopes(facts),
            SourceNow.keys(facts),
            traffic.reportersOfSource(domain.id(), ip, since, period.to()).stream()
                .map(one -> reporter(name, ip, one, new Days(since, period.to())))
                .toList(),
            since.equals(period.from())
                ? period.picker(Links.source(name, ip)).label()
                : "from " + Format.day(since) + " on",
            charts.ofSource(domain, source.sender().key(), ip, within(days, period), period),
            rows.stream().map(one -> row(name, one)).toList(),
            rows.size() < MOST_ROWS
                ? Format.count(rows.size(), "row", "rows")
                : "the newest " + MOST_ROWS,
            evidence(name, domain.id(), ip)));
  }

  /**
   * The days that its reasons speak of. What it sent last tells who it is, though it may have sent
   * nothing in the period shown.
   */
  private Days judgedBy(String domain, SourceStanding source) {
    return reviews
        .summary(domain)
        .map(judged -> Window.own(new Days(judged.from(), judged.to()), source.lastSeen()))
        .orElseGet(() -> Window.endingAt(source.lastSeen()));
  }

  private List<Fact> evidence(String domain, long domainId, InetAddress ip) {
    return failures
        .evidence(domainId, ip)
        .map(one -> evidence(domain, domainId, ip, one))
        .orElse(List.of());
  }

  /** What failure reports tell of the source, masked. */
  private List<Fact> evidence(
      String domain, long domainId, InetAddress ip, FailureQueries.Evidence evidence) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact(
            "Failure reports",
            Format.count(evidence.reports()),
            failures.ofSource(domainId, ip, 1).stream()
                .map(one -> Links.incident(domain, one.id()))
                .findFirst()
                .orElse(null)));
    add(facts, "Names in From", evidence.names());
    add(facts, "Subjects", evidence.subjects());
    add(facts, "Hosts", evidence.hosts());
    return facts;
  }

  private static void add(List<Fact> facts, String label, List<String> words) {
    if (!words.isEmpty()) {
      facts.add(Fact.of(label, String.join(", ", words)));
    }
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  /** The first of the newest days of a period that have not too many rows; one has any number. */
  private static LocalDate newest(List<SourceDay> days, LocalDate from, LocalDate to) {
    List<SourceDay> within =
        days.stream().filter(day -> !day.day().isBefore(from) && !day.day().isAfter(to)).toList();
    long rows = 0;
    for (int i = within.size() - 1; i >= 0; i--) {
      rows += within.get(i).rows();
      if (rows > MOST_ADDED_UP) {
        return within.get(Math.min(i + 1, within.size() - 1)).day();
      }
    }
    return from;
  }

  private static List<SourceDay> within(List<SourceDay> days, Period period) {
    return days.stream()
        .filter(day -> !day.day().isBefore(period.from()) && !day.day().isAfter(period.to()))
        .toList();
  }

  private static List<Figure> figures(
      String domain, SourceStanding source, List<SourceDay> days, Period period) {
    long messages = 0;
    long pass = 0;
    for (SourceDay day : within(days, period)) {
      messages += day.messages();
      pass += day.passMessages();
    }
    return List.of(
        new Figure(
            "Messages",
            Format.count(messages),
            null,
            messages == 0 ? null : reports(domain, source, period, Shown.ALL)),
        new Figure(
            "Fail DMARC",
            Format.count(messages - pass),
            Format.share(messages - pass, messages) + " of them",
            messages == pass ? null : reports(domain, source, period, Shown.FAILING)),
        new Figure("Seen", Format.days(source.firstSeen(), source.lastSeen()), null));
  }

  private static InetAddress ip(String address) {
    return IpAddresses.parse(address)
        .orElseThrow(() -> new NotFoundException(address + " is no IP address."));
  }

  /** The reports that tell of such messages of the source. */
  private static String reports(String domain, SourceStanding source, Period period, Shown show) {
    return Links.reports(domain, period)
        + HiddenField.query(new WantedReports.OfSource(source.ip(), show).fields());
  }

  private static SourceView.Reporter reporter(
      String domain, InetAddress ip, ReporterOfSource seen, Days days) {
    return new SourceView.Reporter(
        ReporterName.forPeople(seen.reporter()),
        new WantedReports.By(seen.reporter(), ip, Shown.ALL)
            .in(Links.reportsOfDays(domain, days.from(), days.to())),
        Format.count(seen.messages()),
        Format.share(seen.dkimPassMessages(), seen.messages()),
        Format.share(seen.spfPassMessages(), seen.messages()),
        Format.share(seen.passMessages(), seen.messages()));
  }

  private static RowLine row(String domain, StoredRow row) {
    ReportRow reported = row.row();
    return RowLine.ofSource(
        domain,
        reported,
        Format.day(row.day()),
        ReporterName.forPeople(row.reporter()),
        Links.report(domain, row.report().reportId()));
  }
}
