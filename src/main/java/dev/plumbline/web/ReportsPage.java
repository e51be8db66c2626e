package dev.plumbline.web;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.people.Viewers;
import dev.plumbline.report.ReporterName;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.Page;
import dev.plumbline.store.traffic.ReportListItem;
import dev.plumbline.store.traffic.ReportMail;
import dev.plumbline.store.traffic.ReportMail.Counted;
import dev.plumbline.store.traffic.ReportQueries;
import dev.plumbline.store.traffic.Reporters;
import dev.plumbline.store.traffic.RowFilter;
import dev.plumbline.store.traffic.Shown;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reports about a domain, newest first. */
@Path("/domains/{domain}/reports")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class ReportsPage {

  private static final int PAGE_SIZE = 50;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance list(ReportsView view);
  }

  private final DomainRequests requests;
  private final ReportQueries reports;
  private final ReportMail mail;
  private final ReportFigures figures;
  private final Reporters reporters;
  private final KeptReviews reviews;
  private final Viewers viewers;
  private final Tables tables;

  ReportsPage(
      DomainRequests requests,
      ReportQueries reports,
      ReportMail mail,
      ReportFigures figures,
      Reporters reporters,
      KeptReviews reviews,
      Viewers viewers,
      Tables tables) {
    this.mail = mail;
    this.figures = figures;
    this.reporters = reporters;
    this.reviews = reviews;
    this.viewers = viewers;
    this.tables = tables;
    this.requests = requests;
    this.reports = reports;
  }

  @GET
  public Response list(@BeanParam DomainRequest request, @BeanParam ReportsRequest about) {
    DomainRequests.Asked asked = requests.of(request);
    WantedReports wanted = wanted(asked, about);
    about.refuseIgnored(wanted);
    LocalDate day = wanted instanceof WantedReports.Like ? day(about.sought()) : null;
    Period period = day == null ? asked.period() : asked.period().only(day);
    return tables.paged("reports", about.page, page -> list(asked.domain(), period, wanted, page));
  }

  private WantedReports wanted(DomainRequests.Asked asked, ReportsRequest about) {
    Whose whose = Whose.of(about.whose);
    Standing standing = Standings.of(about.standing);
    Shown shown = about.shown();
    RowFilter.Signature signature = about.signature();
    InetAddress source = about.address();
    String sought = about.sought();
    if (about.reporter != null) {
      return new WantedReports.Told(
          about.reporter, SpelledReporter.of(reporters, viewers.scope(), about.reporter));
    }
    if (about.by != null) {
      return new WantedReports.By(
          ReporterName.reported(about.by), source, shown == Shown.FAILING ? shown : Shown.ALL);
    }
    if (!about.but.isEmpty()) {
      return new WantedReports.ByOthers(about.but.stream().map(ReporterName::reported).toList());
    }
    if (signature != null) {
      return new WantedReports.Signed(signature);
    }
    if (!about.sender.isBlank()) {
      return WantedReports.Behind.of(about.sender, shown)
          .named(reviews.name(asked.domain(), about.sender));
    }
    if (standing != null) {
      return WantedReports.Behind.of(standing, shown);
    }
    if (whose != null) {
      return WantedReports.Behind.of(whose, shown);
    }
    Optional<InetAddress> ip = source == null ? IpAddresses.parse(sought) : Optional.of(source);
    if (ip.isPresent()) {
      return new WantedReports.OfSource(ip.get(), shown);
    }
    if (!sought.isEmpty()) {
      return figures.like(asked, about.search.isBlank() ? sought : about.search);
    }
    return switch (shown) {
      case ALL -> new WantedReports.Every();
      case FAILING -> new WantedReports.Failing();
      case QUARANTINED, REJECTED -> WantedReports.Behind.of(shown);
    };
  }

  private Page<ReportListItem> find(
      DomainInfo domain, Period period, WantedReports wanted, int page, int size) {
    if (wanted instanceof WantedReports.Told told) {
      return reports.reportsOf(domain.id(), period.utc(), told.spelled().ids(), page, size);
    }
    if (wanted instanceof WantedReports.Signed signed) {
      return reports.reportsSigned(domain.id(), period.utc(), signed.with(), page, size);
    }
    if (wanted instanceof WantedReports.Behind behind) {
      return reports.reportsBehind(
          domain.id(), period.utc(), behind.sources(), behind.show(), page, size);
    }
    if (wanted instanceof WantedReports.OfSource source) {
      RowFilter.OfSource rows = new RowFilter.OfSource(source.ip(), source.show(), List.of());
      return reports.reportsOfSource(domain.id(), period.utc(), rows, page, size);
    }
    if (wanted instanceof WantedReports.By by) {
      return find(domain, period, by, page, size);
    }
    if (wanted instanceof WantedReports.ByOthers others) {
      List<Long> told = mail.others(domain.id(), others.named(), period.utc());
      return told.isEmpty()
          ? new Page<>(List.of(), page, size, 0)
          : reports.reportsFailing(domain.id(), period.utc(), told, page, size);
    }
    if (wanted instanceof WantedReports.Failing) {
      return reports.reportsFailing(domain.id(), period.utc(), List.of(), page, size);
    }
    // A day is looked for by the period.
    String search =
        wanted instanceof WantedReports.Like like && day(like.search()) == null
            ? like.search().strip()
            : "";
    return reports.reports(domain.id(), period.from(), period.to(), search, page, size);
  }

  private Page<ReportListItem> find(
      DomainInfo domain, Period period, WantedReports.By by, int page, int size) {
    List<Long> named = mail.named(by.reporter());
    InetAddress ip = by.ip();
    if (named.isEmpty()) {
      return new Page<>(List.of(), page, size, 0);
    }
    if (ip != null) {
      return reports.reportsOfSource(
          domain.id(), period.utc(), new RowFilter.OfSource(ip, by.show(), named), page, size);
    }
    return by.show() == Shown.FAILING
        ? reports.reportsFailing(domain.id(), period.utc(), named, page, size)
        : reports.reportsOf(domain.id(), period.utc(), named, page, size);
  }

  private TemplateInstance list(DomainInfo domain, Period period, WantedReports wanted, int page) {
    String name = domain.name();
    String search =
        wanted instanceof WantedReports.Like like
            ? like.search()
            : wanted instanceof WantedReports.OfSource source
                ? IpAddresses.toText(source.ip())
                : "";
    int size = tables.size("reports", PAGE_SIZE);
    Page<ReportListItem> found = find(domain, period, wanted, page - 1, size);
    String action = Links.reports(name);
    String all = action + "?" + period.query();
    Map<Long, Counted> meant = figures.of(domain, found.items(), wanted);
    boolean apart =
        wanted instanceof WantedReports.Told
            || wanted instanceof WantedReports.By
            || wanted instanceof WantedReports.ByOthers
            || wanted instanceof WantedReports.Signed
            || wanted instanceof WantedReports.Behind;
    return Templates.list(
        new ReportsView(
            name,
            Links.domain(name, period),
            action,
            (found.more() ? "At least " : "")
                + Format.count(found.total(), "report", "reports")
                + wanted.words()
                + ", "
                + Format.days(period.from(), period.to())
                + figures.all(domain, period, wanted, found.more())
                + "."
                + (meant.isEmpty() ? "" : " Counted below is what of it each report tells."),
            period.picker(action, day(search) == null ? wanted.fields() : List.of()),
            Tabs.of(name, period, Tabs.REPORTS),
            search,
            found.items().stream()
                .map(one -> line(name, one, wanted, counted(one, meant)))
                .toList(),
            wanted.none(),
            List.of(
                new Tab("All", all, wanted instanceof WantedReports.Every),
                new Tab(
                    "With messages that fail",
                    all + HiddenField.query(new WantedReports.Failing().fields()),
                    wanted instanceof WantedReports.Failing)),
            apart ? all : null,
            wanted instanceof WantedReports.Told
                    || wanted instanceof WantedReports.By
                    || wanted instanceof WantedReports.ByOthers
                ? "Show all reporters"
                : "Show all",
            Pager.of(
                page, size, found.total(), all + HiddenField.query(wanted.fields()) + "&page=")));
  }

  /** The day that somebody looks for; null if it is something else. */
  static @Nullable LocalDate day(String search) {
    for (DateTimeFormatter written : List.of(DateTimeFormatter.ISO_LOCAL_DATE, Format.DAY)) {
      try {
        return LocalDate.parse(search.strip(), written);
      } catch (DateTimeParseException e) {
        // Not written so.
      }
    }
    return null;
  }

  private static Counted counted(ReportListItem report, Map<Long, Counted> meant) {
    return meant.isEmpty()
        ? new Counted(report.messages(), report.passMessages())
        : meant.getOrDefault(report.ref().reportId(), Counted.NONE);
  }

  private static ReportsView.Line line(
      String domain, ReportListItem report, WantedReports wanted, Counted counted) {
    var notes = new ArrayList<ReportsView.Note>();
    if (report.excluded()) {
      notes.add(new ReportsView.Note("not counted", "mark-warn"));
    }
    if (report.partial()) {
      notes.add(new ReportsView.Note("partial", "mark-warn"));
    }
    if (report.repairs() > 0) {
      notes.add(
          new ReportsView.Note(Format.count(report.repairs(), "repair", "repairs"), "mark-plain"));
    }
    if (report.conflicts() > 0) {
      notes.add(new ReportsView.Note("conflict", "mark-bad"));
    }
    return new ReportsView.Line(
        ReporterName.forPeople(report.reporter()),
        Links.report(domain, report.ref().reportId()) + wanted.rows(),
        Format.span(report.begin(), report.end()),
        report.reportId(),
        Format.count(counted.messages()),
        Format.count(counted.messages() - counted.pass()),
        Links.report(domain, report.ref().reportId()) + wanted.failing().rows(),
        Format.share(counted.pass(), counted.messages()),
        notes);
  }
}
