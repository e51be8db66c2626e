package dev.plumbline.web;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.people.Viewers;
import dev.plumbline.standing.Days;
import dev.plumbline.store.Scope;
import dev.plumbline.store.judgement.AcrossDomains;
import dev.plumbline.store.judgement.DomainList;
import dev.plumbline.store.judgement.DomainList.Sort;
import dev.plumbline.store.judgement.DomainList.Wanted;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.Reporters;
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
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leads to the reports of whatever domain, by what somebody knows of them. */
@Path("/reports")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class FindReportsPage {

  /** Lines of a kind; who finds more says more. */
  private static final int MOST = 50;

  private static final int SHORTEST = 2;

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
   */
  public record View(
      String search, boolean asked, List<Identified> reports, List<Place> lists, String none) {

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
   * A list of reports.
   *
   * @param because what of it is like what was looked for
   * @param reports how many it has, and of how many messages; empty where nobody counted
   */
  public record Place(String text, String href, String because, String reports, String messages) {}

  private final ReportsAnywhere anywhere;
  private final AcrossDomains across;
  private final DomainList domains;
  private final Reporters reporters;
  private final Viewers viewers;

  FindReportsPage(
      ReportsAnywhere anywhere,
      AcrossDomains across,
      DomainList domains,
      Reporters reporters,
      Viewers viewers) {
    this.anywhere = anywhere;
    this.across = across;
    this.domains = domains;
    this.reporters = reporters;
    this.viewers = viewers;
  }

  @GET
  public TemplateInstance show(@QueryParam("q") @DefaultValue("") String typed) {
    String search = typed.strip();
    boolean asked = search.length() >= SHORTEST;
    Scope scope = viewers.scope();
    List<Place> lists = asked ? lists(scope, search) : List.of();
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
                        + " name, and no report is about such an address or day."));
  }

  /** An address and a day are that and nothing else; any other text may be several things. */
  private List<Place> lists(Scope scope, String search) {
    Optional<InetAddress> ip = IpAddresses.parse(search);
    if (ip.isPresent()) {
      return across.sources(scope, ip.get(), MOST).stream()
          .map(
              one ->
                  place(
                      one.domain(),
                      Links.reports(one.domain()) + "?" + EVER + "&q=" + Links.value(search),
                      "sent by " + IpAddresses.toText(ip.get()),
                      "",
                      ""))
          .toList();
    }
    LocalDate day = ReportsPage.day(search);
    if (day != null) {
      return anywhere.ofDays(scope, new Days(day, day), MOST).stream()
          .map(
              one ->
                  place(
                      one.domain(),
                      Links.reportsOfDays(one.domain(), day, day),
                      "of " + Format.day(day),
                      Format.count(one.reports()),
                      Format.count(one.messages())))
          .toList();
    }
    List<Place> lists = new ArrayList<>();
    reporters.page(scope, search, 0, MOST).items().stream()
        .flatMap(List::stream)
        .limit(MOST)
        .map(FindReportsPage::place)
        .forEach(lists::add);
    Wanted named = new Wanted(List.of(), search, null, Sort.MESSAGES);
    domains.page(scope, named, 0, MOST, domains.sums(scope, named)).items().stream()
        .map(
            one ->
                place(one.domain(), Links.reports(one.domain()) + "?" + EVER, "its name", "", ""))
        .forEach(lists::add);
    return lists;
  }

  private static Place place(
      String domain, String href, String because, String reports, String messages) {
    return new Place("About " + DomainName.forPeople(domain), href, because, reports, messages);
  }

  private static Place place(Reporter reporter) {
    return new Place(
        "By " + ReportPage.reporter(reporter.name()),
        "/reporters/" + reporter.id() + "#domains",
        Format.count(reporter.domains(), "domain", "domains")
            + ", "
            + Format.days(reporter.firstDay(), reporter.lastDay()),
        Format.count(reporter.reports()),
        Format.count(reporter.messages()));
  }

  private static Identified line(ReportsAnywhere.Identified one) {
    String href = Links.report(one.domain(), one.id());
    return new Identified(
        one.reportId(),
        href,
        DomainName.forPeople(one.domain()),
        Links.domain(one.domain()),
        ReportPage.reporter(one.reporter()),
        Format.day(one.day()),
        Format.count(one.messages()),
        Format.count(one.messages() - one.passMessages()),
        href + "?show=failing#rows");
  }
}
