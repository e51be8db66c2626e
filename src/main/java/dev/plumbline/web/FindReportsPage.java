package dev.plumbline.web;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.people.Viewers;
import dev.plumbline.report.ReporterName;
import dev.plumbline.standing.Days;
import dev.plumbline.store.Scope;
import dev.plumbline.store.judgement.AcrossDomains;
import dev.plumbline.store.judgement.AcrossDomains.SourceOf;
import dev.plumbline.store.judgement.DomainList;
import dev.plumbline.store.judgement.DomainList.Sort;
import dev.plumbline.store.judgement.DomainList.Wanted;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.Reporters;
import dev.plumbline.store.traffic.Reporters.AboutDomain;
import dev.plumbline.store.traffic.Reporters.Reporter;
import dev.plumbline.store.traffic.ReportsAnywhere;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Leads to the reports of whatever domain, by what somebody knows of them. */
@Path("/reports")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class FindReportsPage {

  /** Lines of a kind; who finds more says more. */
  private static final int MOST = 50;

  private static final int MOST_DOMAINS = 5_000;

  private static final int SHORTEST = 2;

  private static final Column DAYS = Column.plain("Days");

  /** As far back as a page looks. */
  private static final String EVER = "days=3660";

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(View view);
  }

  /**
   * The page.
   *
   * @param asked whether anything was looked for
   * @param lists where reports like that are
   * @param none what is said where nothing is found
   * @param lead what the page is about
   * @param pager of the domains that a reporter told of
   */
  public record View(
      String search,
      boolean asked,
      List<Identified> reports,
      List<Places> lists,
      String none,
      String lead,
      Pager pager) {

    public View {
      reports = List.copyOf(reports);
      lists = List.copyOf(lists);
    }
  }

  /** A report with such an id. */
  public record Identified(
      String reportId,
      String href,
      String domain,
      String domainHref,
      String reporter,
      String day,
      String messages,
      String failing,
      String failingHref) {}

  /**
   * Lists of reports that were found in the same way.
   *
   * @param id of the table
   * @param note how they were found
   */
  public record Places(
      String id, String title, String note, List<Column> columns, List<Place> lines) {

    public Places {
      columns = List.copyOf(columns);
      lines = List.copyOf(lines);
    }
  }

  /**
   * A list of reports.
   *
   * @param cells what stands in the columns after the first
   */
  public record Place(String text, String href, List<Cell> cells) {

    public Place {
      cells = List.copyOf(cells);
    }
  }

  /**
   * What stands in a column.
   *
   * @param href where exactly that is, null if it is where the line leads to
   */
  public record Cell(String text, @Nullable String href) {}

  private final ReportsAnywhere anywhere;
  private final AcrossDomains across;
  private final DomainList domains;
  private final Reporters reporters;
  private final Viewers viewers;
  private final Tables tables;

  FindReportsPage(
      ReportsAnywhere anywhere,
      AcrossDomains across,
      DomainList domains,
      Reporters reporters,
      Viewers viewers,
      Tables tables) {
    this.tables = tables;
    this.anywhere = anywhere;
    this.across = across;
    this.domains = domains;
    this.reporters = reporters;
    this.viewers = viewers;
  }

  /**
   * The page.
   *
   * @param reporter whose reports are shown, however it spells its name; what is typed is then not
   *     looked at
   */
  @GET
  public Response show(
      @QueryParam("q") @DefaultValue("") String typed,
      @QueryParam("reporter") @Nullable Long reporter,
      @QueryParam("page") @Nullable String wantedPage) {
    return reporter == null
        ? Response.ok(found(typed.strip())).build()
        : tables.paged("domains", wantedPage, page -> ofReporter(reporter, page));
  }

  private TemplateInstance ofReporter(long reporter, int page) {
    Scope scope = viewers.scope();
    SpelledReporter spelled = SpelledReporter.of(reporters, scope, reporter);
    List<AboutDomain> all = reporters.domains(scope, spelled.ids(), MOST_DOMAINS);
    int size = tables.size("domains", MOST);
    int from = (int) Math.min((page - 1L) * size, all.size());
    Places places =
        new Places(
            "domains",
            "Domains that it told of",
            "each leads to these reports",
            List.of(Column.plain("Domain"), number("Reports"), number("Messages"), DAYS),
            all.subList(from, Math.min(from + size, all.size())).stream()
                .map(one -> told(one, reporter))
                .toList());
    return Templates.show(
        new View(
            "",
            true,
            List.of(),
            places.lines().isEmpty() ? List.of() : List.of(places),
            "",
            "Reports by %s: %s about %s, %s."
                .formatted(
                    spelled.names(),
                    Format.count(spelled.reports()),
                    Format.count(all.size(), "domain", "domains"),
                    Format.count(
                        all.stream().mapToLong(AboutDomain::messages).sum(),
                        "message",
                        "messages")),
            Pager.of(page, size, all.size(), Links.reportsBy(reporter) + "&page=")));
  }

  private static Place told(AboutDomain one, long reporter) {
    return about(
        one.domain(),
        Links.reportsOfDays(one.domain(), one.firstDay(), one.lastDay()) + "&reporter=" + reporter,
        Format.count(one.reports()),
        Format.count(one.messages()),
        Format.days(one.firstDay(), one.lastDay()));
  }

  private TemplateInstance found(String search) {
    boolean asked = search.length() >= SHORTEST;
    Scope scope = viewers.scope();
    List<Places> lists = asked ? lists(scope, search) : List.of();
    List<Identified> reports =
        asked
            ? anywhere.byId(scope, search, MOST).stream().map(FindReportsPage::line).toList()
            : List.of();
    return Templates.show(
        new View(
            search,
            asked,
            reports,
            lists,
            search.isEmpty()
                ? ""
                : !asked
                    ? "Type two characters or more."
                    : "No report has an id that begins so, no reporter or domain has that in its"
                        + " name, and no report is about such an address or day.",
            "About whatever domain, by what you know of them.",
            Pager.of(1, MOST, 0, "/reports?page=")));
  }

  /** An address and a day are that and nothing else; any other text may be several things. */
  private List<Places> lists(Scope scope, String search) {
    Optional<InetAddress> ip = IpAddresses.parse(search);
    LocalDate day = ip.isPresent() ? null : ReportsPage.day(search);
    return Stream.of(
            ip.isPresent()
                ? List.of(ofAddress(scope, ip.get()))
                : day != null
                    ? List.of(ofDay(scope, day))
                    : List.of(byReporter(scope, search), byDomain(scope, search)))
        .flatMap(List::stream)
        .filter(one -> !one.lines().isEmpty())
        .toList();
  }

  private Places ofAddress(Scope scope, InetAddress ip) {
    return new Places(
        "domains",
        "Domains it sent for",
        "each leads to all reports about it there, its messages to those of their days",
        List.of(Column.plain("Domain"), Column.plain("Sender"), number("Messages"), DAYS),
        across.sources(scope, ip, MOST).stream().map(FindReportsPage::sentFor).toList());
  }

  private static Place sentFor(SourceOf one) {
    String of = "&q=" + Links.value(IpAddresses.toText(one.ip()));
    Days days = one.days();
    return new Place(
        DomainName.forPeople(one.domain()),
        Links.reports(one.domain()) + "?" + EVER + of,
        List.of(
            new Cell(DomainName.inSentence(one.sender()), null),
            new Cell(
                Format.count(one.messages()),
                Links.reportsOfDays(one.domain(), days.from(), days.to()) + of),
            new Cell(Format.days(days.from(), days.to()), null)));
  }

  private Places ofDay(Scope scope, LocalDate day) {
    return new Places(
        "domains",
        "Domains with reports",
        "of " + Format.day(day),
        List.of(Column.plain("Domain"), number("Reports"), number("Messages")),
        anywhere.ofDays(scope, new Days(day, day), MOST).stream()
            .map(
                one ->
                    about(
                        one.domain(),
                        Links.reportsOfDays(one.domain(), day, day),
                        Format.count(one.reports()),
                        Format.count(one.messages())))
            .toList());
  }

  private Places byReporter(Scope scope, String search) {
    return new Places(
        "reporters",
        "Reporters of such a name",
        "each leads to what it told",
        List.of(
            Column.plain("Reporter"),
            Column.plain("Told of"),
            number("Reports"),
            number("Messages")),
        reporters.page(scope, search, 0, MOST).items().stream()
            .flatMap(List::stream)
            .limit(MOST)
            .map(FindReportsPage::by)
            .toList());
  }

  private Places byDomain(Scope scope, String search) {
    Wanted named = new Wanted(List.of(), search, null, Sort.MESSAGES);
    return new Places(
        "domains",
        "Domains of such a name",
        "each leads to all reports about it",
        List.of(
            Column.plain("Domain"),
            Column.plain("Newest report"),
            number("Messages, last %d days".formatted(Period.DEFAULT_DAYS))),
        domains.page(scope, named, 0, MOST, domains.sums(scope, named)).items().stream()
            .map(FindReportsPage::named)
            .toList());
  }

  private static Place named(DomainList.Line one) {
    LocalDate newest = one.lastReportDay();
    return new Place(
        DomainName.forPeople(one.domain()),
        Links.reports(one.domain()) + "?" + EVER,
        List.of(
            newest == null
                ? new Cell(one.judged() ? "none" : "not known yet", null)
                : new Cell(Format.day(newest), Links.reportsOfDays(one.domain(), newest, newest)),
            one.judged()
                ? new Cell(
                    Format.count(one.messages()),
                    Links.reports(one.domain()) + "?days=" + Period.DEFAULT_DAYS)
                : new Cell("not known yet", null)));
  }

  private static Column number(String text) {
    return new Column(text, null, null, "num");
  }

  private static Place about(String domain, String href, String... cells) {
    return new Place(DomainName.forPeople(domain), href, cells(cells));
  }

  /** They lead to where their line does. */
  private static List<Cell> cells(String... texts) {
    return Stream.of(texts).map(text -> new Cell(text, null)).toList();
  }

  private static Place by(Reporter reporter) {
    return new Place(
        ReporterName.forPeople(reporter.name()),
        Links.reportsBy(reporter.id()),
        cells(
            Format.count(reporter.domains(), "domain", "domains")
                + ", "
                + Format.days(reporter.firstDay(), reporter.lastDay()),
            Format.count(reporter.reports()),
            Format.count(reporter.messages())));
  }

  private static Identified line(ReportsAnywhere.Identified one) {
    String href = Links.report(one.domain(), one.id());
    return new Identified(
        one.reportId(),
        href,
        DomainName.forPeople(one.domain()),
        Links.domain(one.domain()),
        ReporterName.forPeople(one.reporter()),
        Format.day(one.day()),
        Format.count(one.messages()),
        Format.count(one.messages() - one.passMessages()),
        href + "?show=failing#rows");
  }
}
