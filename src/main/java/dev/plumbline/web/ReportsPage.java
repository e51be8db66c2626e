package dev.plumbline.web;

import dev.plumbline.people.Viewers;
import dev.plumbline.report.ReporterName;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.Page;
import dev.plumbline.store.traffic.ReportListItem;
import dev.plumbline.store.traffic.ReportQueries;
import dev.plumbline.store.traffic.Reporters;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
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
  private final TrafficQueries traffic;
  private final ReportQueries reports;
  private final Reporters reporters;
  private final Viewers viewers;
  private final Tables tables;
  private final Clock clock;

  ReportsPage(
      DomainRequests requests,
      TrafficQueries traffic,
      ReportQueries reports,
      Reporters reporters,
      Viewers viewers,
      Tables tables,
      Clock clock) {
    this.reporters = reporters;
    this.viewers = viewers;
    this.tables = tables;
    this.requests = requests;
    this.traffic = traffic;
    this.reports = reports;
    this.clock = clock;
  }

  @GET
  public Response list(
      @PathParam("domain") String name,
      @QueryParam("days") @Nullable String days,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("q") @DefaultValue("") String search,
      @QueryParam("reporter") @Nullable Long reporter,
      @QueryParam("page") @Nullable String wantedPage) {
    DomainInfo domain = requests.domain(name);
    Period period = Period.of(days, from, to, LocalDate.now(clock), traffic.newestDay(domain.id()));
    if (reporter != null) {
      Wanted wanted =
          new Wanted("", reporter, SpelledReporter.of(reporters, viewers.scope(), reporter));
      return tables.paged("reports", wantedPage, page -> list(domain, period, wanted, page));
    }
    LocalDate day = day(search);
    Period shown = day == null ? period : period.only(day);
    Wanted wanted = new Wanted(search, null, null);
    return tables.paged("reports", wantedPage, page -> list(domain, shown, wanted, page));
  }

  /**
   * What is looked for.
   *
   * @param search what was typed; empty where a reporter was chosen
   * @param reporter its number, null if none was chosen
   * @param spelled the same with its spellings, null if none was chosen
   */
  private record Wanted(String search, @Nullable Long reporter, @Nullable SpelledReporter spelled) {

    /** What the address says of it. */
    List<HiddenField> fields() {
      return reporter != null
          ? List.of(new HiddenField("reporter", reporter.toString()))
          : search.isBlank() ? List.of() : List.of(new HiddenField("q", search));
    }
  }

  private Page<ReportListItem> find(
      DomainInfo domain, Period period, Wanted wanted, int page, int size) {
    SpelledReporter spelled = wanted.spelled();
    return spelled != null
        ? reports.reportsOf(domain.id(), period.utc(), spelled.ids(), page, size)
        : reports.reports(
            domain.id(),
            period.from(),
            period.to(),
            day(wanted.search()) == null ? wanted.search().strip() : "",
            page,
            size);
  }

  private TemplateInstance list(DomainInfo domain, Period period, Wanted wanted, int page) {
    String name = domain.name();
    String search = wanted.search();
    SpelledReporter spelled = wanted.spelled();
    int size = tables.size("reports", PAGE_SIZE);
    Page<ReportListItem> found = find(domain, period, wanted, page - 1, size);
    String action = Links.reports(name);
    return Templates.list(
        new ReportsView(
            name,
            Links.domain(name, period),
            action,
            (found.more() ? "At least " : "")
                + Format.count(found.total(), "report", "reports")
                + (spelled != null ? " by " + spelled.names() : search.isBlank() ? "" : " found")
                + ", "
                + Format.days(period.from(), period.to())
                + ".",
            period.picker(action, day(search) == null ? wanted.fields() : List.of()),
            Tabs.of(name, period, Tabs.REPORTS),
            search,
            found.items().stream().map(one -> line(name, one)).toList(),
            wanted.fields().isEmpty() || spelled != null
                ? "No report covers these days."
                : "No report of these days has that in its reporter's name, an ID that begins so,"
                    + " or rows of that address or with that name in From.",
            spelled == null ? null : action + "?" + period.query(),
            Pager.of(
                page,
                size,
                found.total(),
                action + "?" + period.query() + HiddenField.query(wanted.fields()) + "&page=")));
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

  private static ReportsView.Line line(String domain, ReportListItem report) {
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
        Links.report(domain, report.ref().reportId()),
        Format.span(report.begin(), report.end()),
        report.reportId(),
        Format.count(report.messages()),
        Format.count(report.messages() - report.passMessages()),
        Links.report(domain, report.ref().reportId()) + "?show=failing#rows",
        Format.share(report.passMessages(), report.messages()),
        notes);
  }
}
