package dev.plumbline.web;

import dev.plumbline.sender.DomainReviewSummary;
import dev.plumbline.sender.DomainReviews;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.TrafficQueries;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All monitored domains: which of them need somebody, and how much mail they are about. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
class OverviewPage {

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(OverviewView view, HowToStart howToStart);
  }

  private final DomainReviews reviews;
  private final TrafficQueries traffic;
  private final Clock clock;

  OverviewPage(DomainReviews reviews, TrafficQueries traffic, Clock clock) {
    this.reviews = reviews;
    this.traffic = traffic;
    this.clock = clock;
  }

  @GET
  TemplateInstance show(
      @QueryParam("days") @Nullable String days,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    var newest = traffic.newestDay();
    Period period = Period.of(days, from, to, LocalDate.now(clock), newest);
    var lines = new ArrayList<OverviewView.DomainLine>();
    int waiting = 0;
    for (DomainReviewSummary summary : reviews.summaries(period.from(), period.to())) {
      OverviewView.DomainLine line = line(summary, period);
      waiting += line.todos().isEmpty() ? 0 : 1;
      lines.add(line);
    }
    String said =
        Format.count(lines.size(), "domain", "domains")
            + (waiting == 0 ? ", nothing to do." : ", " + waiting + " with something to do.");
    return Templates.show(
        new OverviewView(period.picker("/"), newest.isEmpty(), said, lines), HowToStart.TEXTS);
  }
}
