package dev.plumbline.web;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.people.Viewers;
import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.review.Window;
import dev.plumbline.standing.Days;
import dev.plumbline.store.Scope;
import dev.plumbline.store.judgement.AcrossDomains;
import dev.plumbline.store.judgement.DomainList;
import dev.plumbline.store.judgement.DomainList.Wanted;
import dev.plumbline.store.judgement.DomainState;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.Course;
import dev.plumbline.store.traffic.Page;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All monitored domains: which of them need somebody, and how much mail they are about. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class OverviewPage {

  private static final int PAGE_SIZE = 50;

  /** Senders or addresses that a search shows. */
  private static final int MOST_FOUND = 20;

  private static final int SHORTEST_SEARCH = 2;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(OverviewView view);
  }

  private final DomainList domains;
  private final AcrossDomains across;
  private final TrafficQueries traffic;
  private final FirstThings first;
  private final DnsSwitch dns;
  private final Viewers viewers;
  private final Clock clock;

  OverviewPage(
      DomainList domains,
      AcrossDomains across,
      TrafficQueries traffic,
      FirstThings first,
      DnsSwitch dns,
      Viewers viewers,
      Clock clock) {
    this.dns = dns;
    this.first = first;
    this.across = across;
    this.viewers = viewers;
    this.domains = domains;
    this.traffic = traffic;
    this.clock = clock;
  }

  /** The list as an address asks for it, with nothing made of it yet. */
  private record Asked(
      OverviewRequest request,
      Scope scope,
      Period period,
      List<String> groups,
      Wanted wanted,
      int page) {

    /** The address of the same list with one thing changed; an empty text takes it away. */
    String with(String name, String value) {
      var address = new StringBuilder("/?" + period.query());
      add(address, "q", name, value, wanted.search());
      add(address, "state", name, value, request.state);
      add(address, "group", name, value, wanted.group());
      add(address, "sort", name, value, request.sort);
      return address.toString();
    }

    private static void add(
        StringBuilder address, String name, String changed, String value, @Nullable String now) {
      String is = name.equals(changed) ? value : now == null ? "" : now;
      if (!is.isBlank()) {
        address.append('&').append(name).append('=').append(Links.value(is));
      }
    }
  }

  /** What comes of taking the name away from the address of a domain. */
  @GET
  @Path("domains")
  public Response allDomains() {
    return Response.seeOther(URI.create("/")).build();
  }

  @GET
  public Response show(
      @BeanParam OverviewRequest request,
      @CookieParam(LastVisit.COOKIE) @Nullable String remembered) {
    Scope scope = viewers.scope();
    Optional<LocalDate> newest = traffic.newestDay(scope);
    Period period = Period.of(request.days, request.from, request.to, LocalDate.now(clock), newest);
    List<String> groups = domains.groups(scope);
    Asked asked =
        new Asked(
            request, scope, period, groups, request.wanted(groups), Pager.number(request.page));
    if (request.format != null) {
      return exported(asked, request.format);
    }
    LastVisit visit = LastVisit.of(remembered, clock.instant());
    OverviewView view = view(asked, newest, visit);
    return Response.ok(Templates.show(view).render()).cookie(visit.cookie()).build();
  }

  private Response exported(Asked asked, String format) {
    var table =
        new Exported(
            "domains",
            "domain",
            "needs",
            "next_step",
            "policy",
            "own_messages",
            "own_failing",
            "refused",
            "messages",
            "passing",
            "newest_report");
    DomainList.Sums sums = domains.sums(asked.scope(), asked.wanted());
    List<DomainList.Line> lines =
        domains.page(asked.scope(), asked.wanted(), 0, Exported.MOST_ROWS, sums).items();
    Map<Long, Course> courses = courses(lines, asked.period());
    for (DomainList.Line line : lines) {
      Course course = courses.get(line.domainId());
      table.add(
          line.domain(),
          line.state().wire(),
          Steps.of(dns, line, asked.period()).text(),
          line.policy(),
          line.ownMessages(),
          line.ownFailing(),
          line.losing(),
          course == null ? 0 : course.messages(),
          course == null ? 0 : course.pass(),
          line.lastReportDay());
    }
    return table.as(format);
  }

  /** The messages of a period, as the page shows them beside what was judged. */
  private Map<Long, Course> courses(List<DomainList.Line> lines, Period period) {
    return traffic.courses(
        lines.stream().map(DomainList.Line::domainId).toList(),
        period.from(),
        period.to(),
        Trend.daysOfPoint(period.utc().count()));
  }

  private OverviewView view(Asked asked, Optional<LocalDate> newest, LastVisit visit) {
    Period period = asked.period();
    DomainList.Sums sums = domains.sums(asked.scope(), asked.wanted());
    Page<DomainList.Line> shown =
        domains.page(asked.scope(), asked.wanted(), asked.page() - 1, PAGE_SIZE, sums);
    boolean searched = !asked.wanted().search().isBlank();
    boolean whole = asked.wanted().equals(Wanted.ALL) && asked.page() == 1;
    int length = period.utc().count();
    Map<Long, Course> courses = courses(shown.items(), period);
    return new OverviewView(
        period.picker("/", kept(asked, true)),
        newest.isEmpty(),
        searched ? Format.count(sums.domains(), "domain", "domains") + " found." : said(dns, sums),
        first.mailbox(asked.scope()),
        whole ? first.actions(asked.scope(), period, shown.items(), sums) : List.of(),
        searched ? null : first.changes(asked.scope(), visit),
        filters(asked),
        states(asked, sums),
        groups(asked),
        OverviewColumns.of(
            wire -> asked.with("sort", wire),
            asked.wanted().sort(),
            // As it was judged; it is known for no other days.
            period.lastDays() == Window.DAYS),
        shown.items().stream()
            .map(one -> line(one, period, length, courses.get(one.domainId())))
            .toList(),
        found(asked),
        searched ? "/reports?q=" + Links.value(asked.wanted().search()) : null,
        Exports.of(asked.with("", "")),
        Pager.of(asked.page(), PAGE_SIZE, shown.total(), asked.with("page", "") + "&page="));
  }

  static String said(DnsSwitch dns, DomainList.Sums sums) {
    String all = Format.count(sums.domains(), "domain", "domains");
    long unjudged = sums.of(DomainState.UNJUDGED);
    if (sums.waiting() == 0) {
      return unjudged == 0
          ? quiet(dns, sums, all)
          : all + ", " + Format.count(unjudged) + " of them not judged yet.";
    }
    long losing = sums.of(DomainState.LOSING);
    return all
        + ", "
        + Format.count(sums.waiting())
        + " with something to do."
        + (losing == 0
            ? ""
            : " " + Format.count(losing) + (losing == 1 ? " loses" : " lose") + " mail now.");
  }

  /** Where nobody has to do anything that is known, unless it is to find out where reports are. */
  private static String quiet(DnsSwitch dns, DomainList.Sums sums, String all) {
    long silent = sums.of(DomainState.SILENT);
    long unknown = sums.of(DomainState.UNKNOWN);
    String them = sums.domains() == 1 ? "it" : "them";
    if (silent > 0 && silent == sums.domains()) {
      return all + ", and nobody reports about " + them + " any more.";
    }
    if (unknown > 0 && unknown == sums.domains()) {
      return dns.isOff()
          ? "%s; nothing is known of %s, since DNS is switched off.".formatted(all, them)
          : "%s, and DNS has said nothing about %s yet.".formatted(all, them);
    }
    return all
        + ", nothing to do"
        + (unknown == 0
            ? ""
            : " as far as is known; "
                + (dns.isOff()
                        ? "nothing is known of %s, since DNS is switched off"
                        : "%s of which DNS has said nothing yet")
                    .formatted(Format.count(unknown)))
        + (silent == 0 ? "" : "; " + Format.count(silent) + " about which nobody reports any more")
        + ".";
  }

  private static OverviewView.Filters filters(Asked asked) {
    Wanted wanted = asked.wanted();
    boolean limited = !wanted.states().isEmpty() || wanted.group() != null;
    OverviewRequest request = asked.request();
    List<HiddenField> hidden = new ArrayList<>();
    HiddenField.add(hidden, "days", request.days);
    HiddenField.add(hidden, "from", request.from);
    HiddenField.add(hidden, "to", request.to);
    hidden.addAll(kept(asked, false));
    return new OverviewView.Filters(
        wanted.search(),
        hidden,
        wanted.search().isBlank() && !limited
            ? "No domain is here."
            : "No domain is like that" + (limited ? " among these." : "."),
        wanted.search().isBlank() && !limited ? null : "/?" + asked.period().query());
  }

  /** What the address says of the list, but for its period and page. */
  private static List<HiddenField> kept(Asked asked, boolean withSearch) {
    OverviewRequest request = asked.request();
    List<HiddenField> kept = new ArrayList<>();
    if (withSearch) {
      HiddenField.add(kept, "q", request.search);
    }
    HiddenField.add(kept, "state", request.state);
    HiddenField.add(kept, "group", request.group);
    HiddenField.add(kept, "sort", request.sort);
    return kept;
  }

  private static List<Tab> states(Asked asked, DomainList.Sums sums) {
    List<Tab> chips = new ArrayList<>();
    List<DomainState> current = asked.wanted().states();
    chips.add(
        new Tab("All " + Format.count(sums.domains()), asked.with("state", ""), current.isEmpty()));
    for (DomainState state : DomainState.values()) {
      if (sums.of(state) > 0 || current.contains(state)) {
        chips.add(
            new Tab(
                StateBadge.of(state).label() + " " + Format.count(sums.of(state)),
                asked.with("state", state.wire()),
                current.contains(state)));
      }
    }
    return chips;
  }

  private static List<Tab> groups(Asked asked) {
    List<String> names = asked.groups();
    if (names.isEmpty()) {
      return List.of();
    }
    String current = asked.wanted().group();
    return Stream.concat(
            Stream.of(new Tab("Every group", asked.with("group", ""), current == null)),
            names.stream()
                .map(name -> new Tab(name, asked.with("group", name), name.equals(current))))
        .toList();
  }

  private OverviewView.DomainLine line(
      DomainList.Line line, Period period, int length, @Nullable Course course) {
    LocalDate newest = line.lastReportDay();
    long messages = course == null ? 0 : course.messages();
    String domain = line.domain();
    Steps.Step step = Steps.of(dns, line, period);
    return new OverviewView.DomainLine(
        domain,
        Links.domain(domain, period),
        StateBadge.of(line.state()),
        line.policy() == null ? "–" : "p=" + line.policy(),
        Steps.policy(domain, period),
        line.losing() > 0
            ? Format.count(line.losing(), "message", "messages") + " refused. " + step.text()
            : step.text(),
        step.href(),
        line.ownMessages() == 0
            ? null
            : Format.count(line.ownFailing())
                + (line.ownFailing() == 0
                    ? ""
                    : " (" + Format.share(line.ownFailing(), line.ownMessages()) + ")"),
        Links.senders(domain) + "?" + period.query() + "&sort=failing",
        Format.count(messages),
        messages,
        Format.share(course == null ? 0 : course.pass(), messages),
        course == null ? null : Trend.of(course.parts(), length, course.peak()),
        newest != null
            ? Format.day(newest)
            : line.state() == DomainState.UNJUDGED ? "not known yet" : "none",
        newest == null ? Links.reports(domain) : Links.reportsOfDays(domain, newest, newest));
  }

  /** Addresses and the beginnings of senders' names; domains stand in the list itself. */
  private List<OverviewView.Found> found(Asked asked) {
    String search = asked.wanted().search().strip();
    if (search.length() < SHORTEST_SEARCH) {
      return List.of();
    }
    Period period = asked.period();
    return IpAddresses.parse(search)
        .map(
            ip ->
                across.sources(asked.scope(), ip, MOST_FOUND).stream()
                    .map(
                        one ->
                            new OverviewView.Found(
                                IpAddresses.toText(one.ip()),
                                Links.source(one.domain(), one.ip(), period.ofJudged(one.days())),
                                "of %s, for %s, %s"
                                    .formatted(
                                        one.sender(),
                                        one.domain(),
                                        messages(one.messages(), one.days(), period)),
                                StandingBadge.of(one.standing())))
                    .toList())
        .orElseGet(
            () ->
                across.senders(asked.scope(), search, MOST_FOUND).stream()
                    .map(
                        one ->
                            new OverviewView.Found(
                                one.name(),
                                Links.sender(one.domain(), one.key(), period.ofJudged(one.days())),
                                "for %s, %s"
                                    .formatted(
                                        one.domain(), messages(one.messages(), one.days(), period)),
                                StandingBadge.of(one.standing())))
                    .toList());
  }

  private static String messages(long messages, Days days, Period period) {
    return Format.count(messages, "message", "messages") + period.unlessOf(days.from(), days.to());
  }
}
