package dev.plumbline.web;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.sender.DomainReview;
import dev.plumbline.sender.DomainReviews;
import dev.plumbline.sender.SenderReview;
import dev.plumbline.sender.SourceReview;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.DomainInfo;
import dev.plumbline.store.TrafficQueries;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The senders of a domain as a list to search, and each with the sources behind it. */
@Path("/domains/{domain}/senders")
@Produces(MediaType.TEXT_HTML)
public class SenderPage {

  private static final int PAGE_SIZE = 50;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance list(SendersView view);

    static native TemplateInstance show(SenderView view);
  }

  private final DomainReviews reviews;
  private final TrafficQueries traffic;
  private final Clock clock;

  SenderPage(DomainReviews reviews, TrafficQueries traffic, Clock clock) {
    this.reviews = reviews;
    this.traffic = traffic;
    this.clock = clock;
  }

  @GET
  public TemplateInstance list(
      @PathParam("domain") String name,
      @QueryParam("days") @Nullable String days,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("standing") @Nullable String wantedStanding,
      @QueryParam("q") @DefaultValue("") String search,
      @QueryParam("page") @Nullable String wantedPage) {
    Period period = period(name, days, from, to);
    DomainReview review = review(name, period);
    Standing standing = standing(wantedStanding);
    int page = Pager.number(wantedPage);
    List<SenderReview> found =
        review.senders().stream()
            .filter(one -> standing == null || one.standing() == standing)
            .filter(one -> matches(one, search.strip().toLowerCase(Locale.ROOT)))
            .toList();
    String action = Links.senders(name);
    String query =
        period.query()
            + (standing == null ? "" : "&standing=" + standing.wire())
            + (search.isBlank() ? "" : "&q=" + Links.value(search));
    return Templates.list(
        new SendersView(
            name,
            Links.domain(name, period),
            action,
            Format.count(review.senders().size(), "sender", "senders")
                + ", "
                + Format.count(review.messages(), "message", "messages")
                + ", "
                + period.picker(action).label()
                + ".",
            period.picker(action),
            Tabs.of(name, period, Tabs.SENDERS),
            standings(review, period, standing),
            standing == null ? null : standing.wire(),
            search,
            found.stream()
                .skip((long) (page - 1) * PAGE_SIZE)
                .limit(PAGE_SIZE)
                .map(one -> DomainPage.line(review, one, period))
                .toList(),
            Pager.of(page, PAGE_SIZE, found.size(), action + "?" + query + "&page=")));
  }

  @GET
  @Path("/{key: .+}")
  public TemplateInstance show(
      @PathParam("domain") String name,
      @PathParam("key") String key,
      @QueryParam("days") @Nullable String days,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("page") @Nullable String wantedPage) {
    Period period = period(name, days, from, to);
    DomainReview review = review(name, period);
    SenderReview sender =
        review.senders().stream()
            .filter(one -> one.key().equals(key))
            .findFirst()
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "No messages of this sender for "
                            + name
                            + " were reported in "
                            + Format.days(period.from(), period.to())
                            + "."));
    int page = Pager.number(wantedPage);
    String self = Links.sender(name, key);
    return Templates.show(
        new SenderView(
            name,
            Links.domain(name, period),
            Links.senders(name) + "?" + period.query(),
            sender.name(),
            StandingBadge.of(sender.standing()),
            period.picker(self),
            sender.reasons(),
            sender.evidence(),
            List.of(
                new Figure(
                    "Messages",
                    Format.count(sender.messages()),
                    Format.share(sender.messages(), review.messages()) + " of the domain's"),
                new Figure(
                    "Pass DMARC", Format.share(sender.passMessages(), sender.messages()), null),
                new Figure("Seen", Format.days(sender.firstDay(), sender.lastDay()), null)),
            Format.count(sender.sources().size(), "source", "sources"),
            sender.sources().stream()
                .sorted(
                    Comparator.comparingInt(
                            (SourceReview one) -> DomainPage.BY_URGENCY.indexOf(one.standing()))
                        .thenComparing(one -> one.facts().messages(), Comparator.reverseOrder()))
                .skip((long) (page - 1) * PAGE_SIZE)
                .limit(PAGE_SIZE)
                .map(one -> source(name, one, period))
                .toList(),
            Pager.of(
                page, PAGE_SIZE, sender.sources().size(), self + "?" + period.query() + "&page=")));
  }

  private Period period(
      String domain, @Nullable String days, @Nullable String from, @Nullable String to) {
    DomainInfo info = traffic.domain(domain).orElseThrow(() -> Unknown.domain(domain));
    return Period.of(days, from, to, LocalDate.now(clock), traffic.newestDay(info.id()));
  }

  private DomainReview review(String domain, Period period) {
    return reviews
        .review(domain, period.from(), period.to())
        .orElseThrow(() -> Unknown.domain(domain));
  }

  private static boolean matches(SenderReview sender, String search) {
    return search.isEmpty()
        || sender.name().toLowerCase(Locale.ROOT).contains(search)
        || sender.sources().stream()
            .anyMatch(one -> IpAddresses.toText(one.ip()).startsWith(search));
  }

  private static @Nullable Standing standing(@Nullable String wire) {
    if (wire == null || wire.isBlank()) {
      return null;
    }
    for (Standing standing : Standing.values()) {
      if (standing.wire().equals(wire)) {
        return standing;
      }
    }
    throw new BadRequestException("There is no standing of that name.");
  }

  private static List<Tab> standings(
      DomainReview review, Period period, @Nullable Standing current) {
    String address = Links.senders(review.domain()) + "?" + period.query();
    var tabs = new ArrayList<Tab>();
    tabs.add(new Tab("All " + Format.count(review.senders().size()), address, current == null));
    for (Standing standing : DomainPage.BY_URGENCY) {
      long count = review.senders().stream().filter(one -> one.standing() == standing).count();
      if (count > 0 || standing == current) {
        tabs.add(
            new Tab(
                StandingBadge.of(standing).label() + " " + Format.count(count),
                address + "&standing=" + standing.wire(),
                standing == current));
      }
    }
    return tabs;
  }

  private static SenderView.SourceLine source(String domain, SourceReview source, Period period) {
    return new SenderView.SourceLine(
        IpAddresses.toText(source.ip()),
        Links.source(domain, source.ip(), period),
        source.facts().reverseName(),
        StandingBadge.of(source.standing()),
        source.reasons().isEmpty() ? "" : source.reasons().get(0),
        Format.count(source.facts().messages()),
        Format.share(source.facts().passMessages(), source.facts().messages()));
  }
}
