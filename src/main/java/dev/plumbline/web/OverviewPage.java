package dev.plumbline.web;

import dev.plumbline.review.DomainReviewSummary;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.traffic.DomainDay;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All monitored domains: which of them need somebody, and how much mail they are about. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class OverviewPage {

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

  private final DomainReviews reviews;
  private final TrafficQueries traffic;
  private final Clock clock;

  OverviewPage(DomainReviews reviews, TrafficQueries traffic, Clock clock) {
    this.reviews = reviews;
    this.traffic = traffic;
    this.clock = clock;
  }

  @GET
  public TemplateInstance show(
      @QueryParam("days") @Nullable String days,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    var newest = traffic.newestDay();
    Period period = Period.of(days, from, to, LocalDate.now(clock), newest);
    var lines = new ArrayList<OverviewView.DomainLine>();
    int waiting = 0;
    Map<String, long[]> messages = messagesByDay(period);
    for (DomainReviewSummary summary : reviews.summaries(period.from(), period.to())) {
      OverviewView.DomainLine line = line(summary, period, messages.get(summary.domain()));
      waiting += line.todos().isEmpty() ? 0 : 1;
      lines.add(line);
    }
    String said =
        Format.count(lines.size(), "domain", "domains")
            + (waiting == 0 ? ", nothing to do." : ", " + waiting + " with something to do.");
    return Templates.show(
        new OverviewView(period.picker("/"), newest.isEmpty(), said, lines), HowToStart.TEXTS);
  }

  private Map<String, long[]> messagesByDay(Period period) {
    Map<Long, String> names =
        traffic.domains().stream().collect(Collectors.toMap(DomainInfo::id, DomainInfo::name));
    int length = (int) ChronoUnit.DAYS.between(period.from(), period.to()) + 1;
    Map<String, long[]> byDay = new HashMap<>();
    for (DomainDay day : traffic.domainDays(period.from(), period.to())) {
      String name = names.get(day.domainId());
      if (name != null) {
        int index = (int) ChronoUnit.DAYS.between(period.from(), day.day());
        byDay.computeIfAbsent(name, key -> new long[length])[index] += day.messages();
      }
    }
    return byDay;
  }

  private OverviewView.DomainLine line(
      DomainReviewSummary summary, Period period, long @Nullable [] days) {
    var todos = new ArrayList<OverviewView.Todo>();
    for (Standing standing : TODO) {
      long count = summary.senders().getOrDefault(standing, 0L);
      if (count > 0) {
        todos.add(new OverviewView.Todo(words(standing, count), StandingBadge.of(standing).css()));
      }
    }
    LocalDate newest = summary.newestDay();
    return new OverviewView.DomainLine(
        summary.domain(),
        Links.domain(summary.domain(), period),
        todos,
        summary.messages() == 0 ? "No messages in this period" : "Nothing to do",
        Format.count(summary.messages()),
        summary.messages(),
        Format.share(summary.passMessages(), summary.messages()),
        days == null ? null : Trend.of(days),
        newest == null ? "none" : Format.day(newest),
        newest == null
            ? Links.reports(summary.domain())
            : Links.reportsOfDays(summary.domain(), newest, newest));
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
