package dev.plumbline.web;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.SenderReview;
import dev.plumbline.review.SourceReview;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.SenderJudge;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.store.judgement.Decisions;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The senders of a domain as a list to search, and each with the sources behind it. */
@Path("/domains/{domain}/senders")
@Produces(MediaType.TEXT_HTML)
public class SenderPage {

  private static final int PAGE_SIZE = 50;

  /** Characters of what a person writes about a sender. */
  private static final int MOST_TEXT = 500;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance list(SendersView view);

    static native TemplateInstance show(SenderView view);
  }

  private final DomainReviews reviews;
  private final TrafficQueries traffic;
  private final Decisions decisions;
  private final Rechecks rechecks;
  private final RecordChanges changes;
  private final Clock clock;

  SenderPage(
      DomainReviews reviews,
      TrafficQueries traffic,
      Decisions decisions,
      Rechecks rechecks,
      RecordChanges changes,
      Clock clock) {
    this.reviews = reviews;
    this.traffic = traffic;
    this.decisions = decisions;
    this.rechecks = rechecks;
    this.changes = changes;
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
            sender.sentences(),
            changes.behind(name, sender.sources()),
            sender.evidence(),
            todo(sender),
            decision(name, sender, Links.sender(name, key, period)),
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
                            (SourceReview one) -> SenderJudge.BY_URGENCY.indexOf(one.standing()))
                        .thenComparing(one -> one.facts().messages(), Comparator.reverseOrder()))
                .skip((long) (page - 1) * PAGE_SIZE)
                .limit(PAGE_SIZE)
                .map(one -> source(name, one, period))
                .toList(),
            Pager.of(
                page, PAGE_SIZE, sender.sources().size(), self + "?" + period.query() + "&page=")));
  }

  /** Says whose a sender is. */
  @POST
  @Path("/{key: .+}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response decide(
      @PathParam("domain") String name,
      @PathParam("key") String key,
      @QueryParam("days") @Nullable String days,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @RestForm("verdict") @Nullable String verdict,
      @RestForm("owner") @Nullable String owner,
      @RestForm("purpose") @Nullable String purpose,
      @RestForm("note") @Nullable String note,
      @RestForm("due") @Nullable String due,
      @RestForm("by") @Nullable String by) {
    DomainInfo domain = traffic.domain(name).orElseThrow(() -> Unknown.domain(name));
    decisions.decide(
        domain.id(),
        key,
        new Decision(
            DecisionFields.verdict(verdict),
            DecisionFields.text("the owner", owner),
            DecisionFields.text("the purpose", purpose),
            DecisionFields.text("the note", note),
            day(due),
            DecisionFields.decidedBy(by),
            clock.instant()));
    // What there is to do follows from whose it is.
    rechecks.requestNow(domain.name());
    String page = Links.sender(name, key, period(name, days, from, to));
    return Response.seeOther(URI.create(page + "#decision")).build();
  }

  private static @Nullable LocalDate day(@Nullable String given) {
    if (given == null || given.isBlank()) {
      return null;
    }
    try {
      return LocalDate.parse(given.strip());
    } catch (DateTimeParseException e) {
      throw new BadRequestException(
          "\"%s\" was given as the due date; write it as 2026-12-31.".formatted(given));
    }
  }

  private SenderView.@Nullable Todo todo(SenderReview sender) {
    Remedy remedy = sender.remedy();
    if (remedy == null) {
      return sender.standing().isOpen()
          ? new SenderView.Todo(
              List.of("What to publish is being worked out; the next re-check tells."),
              List.of(),
              null)
          : null;
    }
    if (remedy.steps().isEmpty()) {
      return null;
    }
    var changes = new ArrayList<SenderView.Change>();
    for (Remedy.Change change : remedy.records()) {
      RecordDiff.Pieces pieces = RecordDiff.of(change.before(), change.after());
      changes.add(
          new SenderView.Change(
              "record-" + (changes.size() + 1),
              change.name(),
              change.type(),
              pieces.before(),
              pieces.after()));
    }
    return new SenderView.Todo(remedy.steps(), changes, tested(remedy.tested()));
  }

  private static @Nullable String tested(Remedy.@Nullable Tested tested) {
    if (tested == null) {
      return null;
    }
    return "Tested against DNS before it was shown: SPF says %s for %s, with %d of 10 lookups; %s."
        .formatted(
            tested.result(),
            Format.count(tested.sources(), "source", "sources"),
            tested.lookups(),
            tested.lost() == 0
                ? "nobody who passes now would fail"
                : Format.count(tested.lost(), "source", "sources") + " would fail");
  }

  private SenderView.DecisionForm decision(String domain, SenderReview sender, String action) {
    long id = traffic.domain(domain).orElseThrow(() -> Unknown.domain(domain)).id();
    List<Decision> made =
        decisions.all(id).stream()
            .filter(one -> one.senderKey().equals(sender.key()))
            .map(Decisions.Recorded::decision)
            .toList();
    if (made.isEmpty()) {
      return new SenderView.DecisionForm(
          action, sender.standing() == Standing.UNRECOGNIZED, "", null, "", "", "", "", List.of());
    }
    Decision last = made.get(0);
    return new SenderView.DecisionForm(
        action,
        false,
        last.verdict().wire(),
        sentence(last),
        orEmpty(last.owner()),
        orEmpty(last.purpose()),
        orEmpty(last.note()),
        last.due() == null ? "" : last.due().toString(),
        made.stream().skip(1).map(SenderPage::sentence).toList());
  }

  private static String sentence(Decision decision) {
    String verdict =
        switch (decision.verdict()) {
          case OURS -> "Ours";
          case NOT_OURS -> "Not ours";
          case UNDECIDED -> "Undecided";
        };
    return DecisionFields.sentence(verdict, decision);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
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
    for (Standing standing : SenderJudge.BY_URGENCY) {
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
        source.sentences().get(0),
        Format.count(source.facts().messages()),
        Format.share(source.facts().passMessages(), source.facts().messages()));
  }
}
