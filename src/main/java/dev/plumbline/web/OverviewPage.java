package dev.plumbline.web;

import dev.plumbline.people.Viewers;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.Scope;
import dev.plumbline.store.judgement.DomainList;
import dev.plumbline.store.judgement.NextStep;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.Course;
import dev.plumbline.store.traffic.Page;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All monitored domains: which of them need somebody, and how much mail they are about. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class OverviewPage {

  private static final int PAGE_SIZE = 100;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(OverviewView view, HowToStart howToStart);
  }

  /** What waits for the administrator, most urgent first. */
  private static final List<Standing> TODO =
      List.of(
          Standing.REGRESSED,
          Standing.NEEDS_AUTHORIZING,
          Standing.NEEDS_ALIGNMENT,
          Standing.UNRECOGNIZED);

  private final DomainList domains;
  private final TrafficQueries traffic;
  private final Viewers viewers;
  private final Clock clock;

  OverviewPage(DomainList domains, TrafficQueries traffic, Viewers viewers, Clock clock) {
    this.viewers = viewers;
    this.domains = domains;
    this.traffic = traffic;
    this.clock = clock;
  }

  @GET
  public TemplateInstance show(
      @QueryParam("days") @Nullable String days,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("page") @Nullable String wantedPage) {
    Scope scope = viewers.scope();
    var newest = traffic.newestDay(scope);
    Period period = Period.of(days, from, to, LocalDate.now(clock), newest);
    int page = Pager.number(wantedPage);
    DomainList.Sums sums = domains.sums(scope);
    Page<DomainList.Line> shown = domains.page(scope, page - 1, PAGE_SIZE, sums);
    List<Long> ids = shown.items().stream().map(DomainList.Line::domainId).toList();
    int length = (int) ChronoUnit.DAYS.between(period.from(), period.to()) + 1;
    Map<Long, Course> courses =
        traffic.courses(ids, period.from(), period.to(), Trend.daysOfPoint(length));
    return Templates.show(
        new OverviewView(
            period.picker("/"),
            newest.isEmpty(),
            said(sums),
            shown.items().stream()
                .map(one -> line(one, period, length, courses.get(one.domainId())))
                .toList(),
            Pager.of(page, PAGE_SIZE, shown.total(), "/?" + period.query() + "&page=")),
        HowToStart.TEXTS);
  }

  private static String said(DomainList.Sums sums) {
    String domains = Format.count(sums.domains(), "domain", "domains");
    if (sums.waiting() == 0) {
      return domains + ", nothing to do.";
    }
    String losing =
        sums.losing() == 0 ? "" : " " + Format.count(sums.losing()) + " of them lose mail now.";
    return domains + ", " + Format.count(sums.waiting()) + " with something to do." + losing;
  }

  private static OverviewView.DomainLine line(
      DomainList.Line line, Period period, int length, @Nullable Course course) {
    LocalDate newest = line.lastReportDay();
    long messages = course == null ? 0 : course.messages();
    return new OverviewView.DomainLine(
        line.domain(),
        Links.domain(line.domain(), period),
        todos(line),
        calm(line),
        Format.count(messages),
        messages,
        Format.share(course == null ? 0 : course.pass(), messages),
        course == null ? null : Trend.of(course.parts(), length, course.peak()),
        line.policy() == null ? "–" : "p=" + line.policy(),
        newest == null ? "none" : Format.day(newest),
        newest == null
            ? Links.reports(line.domain())
            : Links.reportsOfDays(line.domain(), newest, newest));
  }

  private static List<OverviewView.Todo> todos(DomainList.Line line) {
    var todos = new ArrayList<OverviewView.Todo>();
    if (line.losing() > 0) {
      todos.add(
          new OverviewView.Todo(
              "losing mail: " + Format.count(line.losing(), "message", "messages"),
              StandingBadge.of(Standing.REGRESSED).css()));
    }
    for (Standing standing : TODO) {
      long count = line.senders().getOrDefault(standing, 0);
      if (count > 0) {
        todos.add(new OverviewView.Todo(words(standing, count), StandingBadge.of(standing).css()));
      }
    }
    return todos;
  }

  private static String calm(DomainList.Line line) {
    if (!line.judged()) {
      return "Not judged yet";
    }
    if (line.silentSince() != null) {
      return "Silent since " + Format.day(line.silentSince());
    }
    NextStep next = line.nextStep();
    return next != null && next.kind() == NextStep.Kind.PUBLISH_POLICY
        ? "Ready for p=" + next.policy()
        : "Nothing to do";
  }

  private static String words(Standing standing, long count) {
    String number = Format.count(count);
    return switch (standing) {
      case REGRESSED -> number + " regressed";
      case NEEDS_AUTHORIZING -> number + (count == 1 ? " needs" : " need") + " authorizing";
      case NEEDS_ALIGNMENT -> number + (count == 1 ? " needs" : " need") + " alignment";
      case UNRECOGNIZED -> number + " unrecognized";
      default -> throw new AssertionError(standing);
    };
  }
}
