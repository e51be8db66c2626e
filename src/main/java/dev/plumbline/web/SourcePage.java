package dev.plumbline.web;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.SourceReview;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.ReportQueries;
import dev.plumbline.store.traffic.ReporterOfSource;
import dev.plumbline.store.traffic.SourceDay;
import dev.plumbline.store.traffic.StoredRow;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.InetAddress;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One source: what receivers reported about it, what today's DNS says, and the rows themselves. */
@Path("/domains/{domain}/sources/{ip}")
@Produces(MediaType.TEXT_HTML)
public class SourcePage {

  /** The rest is a click away, in the reports. */
  private static final int MOST_ROWS = 25;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(SourceView view);
  }

  private final DomainReviews reviews;
  private final TrafficQueries traffic;
  private final ReportQueries reports;
  private final CheckStore checks;
  private final RecordChanges changes;
  private final Clock clock;

  SourcePage(
      DomainReviews reviews,
      TrafficQueries traffic,
      ReportQueries reports,
      CheckStore checks,
      RecordChanges changes,
      Clock clock) {
    this.reviews = reviews;
    this.traffic = traffic;
    this.reports = reports;
    this.checks = checks;
    this.changes = changes;
    this.clock = clock;
  }

  @GET
  public TemplateInstance show(
      @PathParam("domain") String name,
      @PathParam("ip") String address,
      @QueryParam("days") @Nullable String days,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    DomainInfo domain = traffic.domain(name).orElseThrow(() -> Unknown.domain(name));
    InetAddress ip =
        IpAddresses.parse(address)
            .orElseThrow(() -> new NotFoundException(address + " is no IP address."));
    Period period = Period.of(days, from, to, LocalDate.now(clock), traffic.newestDay(domain.id()));
    SourceReview source =
        reviews
            .source(name, ip, period.from(), period.to())
            .orElseThrow(() -> Unknown.source(name, ip, period));
    List<StoredRow> rows =
        reports.rowsOfSource(domain.id(), ip, period.from(), period.to(), MOST_ROWS);
    var facts = source.facts();
    return Templates.show(
        new SourceView(
            name,
            Links.domain(name, period),
            IpAddresses.toText(ip),
            facts.reverseName(),
            source.senderName(),
            Links.sender(name, source.senderKey(), period),
            StandingBadge.of(source.standing()),
            period.picker(Links.source(name, ip)),
            source.sentences(),
            changes.behind(name, List.of(source)),
            SourceNow.then(facts),
            SourceNow.now(facts),
            SourceNow.checks(facts, identity -> checks.verdicts().trace(domain.id(), ip, identity)),
            SourceNow.envelopes(facts),
            SourceNow.keys(facts),
            traffic.reportersOfSource(domain.id(), ip, period.from(), period.to()).stream()
                .map(one -> reporter(name, one, period))
                .toList(),
            chart(domain, ip, period),
            rows.stream().map(one -> row(name, one)).toList(),
            rows.size() < MOST_ROWS
                ? Format.count(rows.size(), "row", "rows")
                : "the newest " + MOST_ROWS));
  }

  private DayChart chart(DomainInfo domain, InetAddress ip, Period period) {
    var stack =
        new Stack(
            period,
            List.of(
                new DayChart.Series("Pass DMARC", "st-authorized"),
                new DayChart.Series("Fail DMARC", "st-regressed")));
    for (SourceDay day : traffic.sourceDays(domain.id(), ip, period.from(), period.to())) {
      stack.add(day.day(), 0, day.passMessages());
      stack.add(day.day(), 1, day.messages() - day.passMessages());
    }
    return stack.chart("Messages of this source per day", domain.name());
  }

  private static SourceView.Reporter reporter(String domain, ReporterOfSource seen, Period period) {
    return new SourceView.Reporter(
        ReportPage.reporter(seen.reporter()),
        Links.reports(domain) + "?q=" + Links.value(seen.reporter()) + "&" + period.query(),
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
        ReportPage.reporter(row.reporter()),
        Links.report(domain, row.report().reportId()));
  }
}
