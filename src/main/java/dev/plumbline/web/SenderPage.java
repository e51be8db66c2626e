package dev.plumbline.web;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.intake.TestAddresses;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.DomainPlan;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.standing.remedy.RemedyAdvice;
import dev.plumbline.store.checks.HistoryQueries;
import dev.plumbline.store.judgement.Decisions;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.judgement.SenderTests;
import dev.plumbline.store.judgement.SourceStanding;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.Page;
import dev.plumbline.store.traffic.SenderTraffic;
import dev.plumbline.store.traffic.Shown;
import dev.plumbline.store.traffic.Traffic;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** A sender of a domain, with the sources behind it. */
@Path("/domains/{domain}/senders/{key: .+}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class SenderPage {

  private static final int PAGE_SIZE = 50;

  /** Changes of its standing that a page tells. */
  private static final int SHOWN_HISTORY = 20;

  private static final int SHOWN_TESTS = 5;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(SenderView view);
  }

  private final DomainRequests requests;
  private final KeptReviews reviews;
  private final RemedyStore remedies;
  private final TrafficQueries traffic;
  private final SenderTraffic senderTraffic;
  private final Decisions decisions;
  private final Rechecks rechecks;
  private final RecordChanges changes;
  private final HistoryQueries history;
  private final TrafficCharts charts;
  private final SenderTests tests;
  private final TestAddresses addresses;
  private final Viewers viewers;
  private final Tables tables;
  private final Clock clock;

  SenderPage(
      DomainRequests requests,
      KeptReviews reviews,
      RemedyStore remedies,
      TrafficQueries traffic,
      SenderTraffic senderTraffic,
      Decisions decisions,
      Rechecks rechecks,
      RecordChanges changes,
      HistoryQueries history,
      TrafficCharts charts,
      SenderTests tests,
      TestAddresses addresses,
      Viewers viewers,
      Tables tables,
      Clock clock) {
    this.tables = tables;
    this.tests = tests;
    this.addresses = addresses;
    this.charts = charts;
    this.viewers = viewers;
    this.requests = requests;
    this.reviews = reviews;
    this.remedies = remedies;
    this.traffic = traffic;
    this.senderTraffic = senderTraffic;
    this.decisions = decisions;
    this.rechecks = rechecks;
    this.changes = changes;
    this.history = history;
    this.clock = clock;
  }

  private Traffic all(DomainRequests.Asked asked) {
    long id = asked.domain().id();
    return traffic
        .traffic(List.of(id), asked.period().from(), asked.period().to())
        .getOrDefault(id, Traffic.NONE);
  }

  @GET
  public Response show(
      @BeanParam DomainRequest request,
      @PathParam("key") String key,
      @QueryParam("page") @Nullable String wantedPage) {
    DomainRequests.Asked asked = requests.of(request);
    return tables.paged("sources", wantedPage, page -> show(asked, key, page));
  }

  private TemplateInstance show(DomainRequests.Asked asked, String key, int page) {
    String name = asked.domain().name();
    Period period = asked.period();
    SenderStanding sender =
        reviews
            .sender(asked.domain(), key)
            .orElseThrow(
                () -> new NotFoundException("No sender of this name is known for " + name + "."));
    int size = tables.size("sources", PAGE_SIZE);
    String self = Links.sender(name, key);
    Page<SourceStanding> sources = reviews.sources(asked.domain(), key, page - 1, size);
    return Templates.show(
        new SenderView(
            name,
            Links.domain(name, period),
            Links.senders(name) + "?" + period.query(),
            Tabs.of(name, period, Tabs.SENDERS),
            DomainName.inSentence(sender.sender().name()),
            StandingBadge.of(sender.standing()),
            period.picker(self),
            charts.ofSender(asked.domain(), key, period),
            sender.sentences().stream().map(DomainName::inSentence).toList(),
            History.lines(reviews.history(name, key, null, SHOWN_HISTORY)),
            changes.behind(asked.domain().id(), sender),
            sender.sender().evidence(),
            todo(asked.domain().id(), sender),
            tests(asked.domain().id(), sender),
            decision(asked.domain().id(), sender, Links.sender(name, key, period)),
            figures(asked, sender),
            Format.count(sources.total(), "source", "sources"),
            sources(asked, sources.items()),
            Pager.of(page, size, sources.total(), self + "?" + period.query() + "&page=")));
  }

  private SenderView.Tests tests(long domainId, SenderStanding sender) {
    List<SenderTests.Done> done = tests.of(domainId, sender.sender().key(), SHOWN_TESTS);
    boolean proven = !done.isEmpty() && done.get(0).verdict() == SenderTests.Verdict.PASS;
    return new SenderView.Tests(
        addresses.isPossible(),
        sender.sender().key(),
        proven
            ? "%sA test mail passed on %s."
                .formatted(
                    sender.standing().isOpen() ? "No report shows it yet. " : "",
                    Format.time(done.get(0).cameAt()))
            : null,
        done.stream()
            .map(
                one ->
                    new SenderView.TestLine(
                        Format.time(one.cameAt()) + ", for " + one.madeBy(),
                        word(one.verdict()),
                        css(one.verdict()),
                        one.told()))
            .toList());
  }

  private static String word(SenderTests.Verdict verdict) {
    return switch (verdict) {
      case PASS -> "passed";
      case FAIL -> "failed";
      case UNKNOWN -> "shows nothing";
    };
  }

  private static String css(SenderTests.Verdict verdict) {
    return switch (verdict) {
      case PASS -> "mark-good";
      case FAIL -> "mark-bad";
      case UNKNOWN -> "mark-warn";
    };
  }

  /** What came of a test, as the history says it. */
  static String outcome(SenderTests.Done test) {
    return "A test mail %s.".formatted(word(test.verdict()));
  }

  private List<Figure> figures(DomainRequests.Asked asked, SenderStanding sender) {
    Period period = asked.period();
    Traffic own =
        senderTraffic
            .senders(asked.domain().id(), Set.of(sender.sender().key()), period.from(), period.to())
            .getOrDefault(sender.sender().key(), Traffic.NONE);
    return List.of(
        new Figure(
            "Messages",
            Format.count(own.messages()),
            Format.share(own.messages(), all(asked).messages()) + " of the domain's",
            own.messages() == 0 ? null : reports(asked, sender, Shown.ALL)),
        new Figure(
            "Fail DMARC",
            Format.count(own.messages() - own.pass()),
            Format.share(own.messages() - own.pass(), own.messages()) + " of them",
            own.messages() == own.pass() ? null : reports(asked, sender, Shown.FAILING)),
        new Figure("Aligned SPF", Format.share(own.spf(), own.messages()), null),
        new Figure("Aligned DKIM", Format.share(own.dkim(), own.messages()), null),
        new Figure("Seen", Format.days(sender.firstSeen(), sender.lastSeen()), null));
  }

  /** The reports that tell of a sender, or of what of its mail fails. */
  private static String reports(DomainRequests.Asked asked, SenderStanding sender, Shown show) {
    return Links.reports(asked.domain().name(), asked.period())
        + HiddenField.query(WantedReports.Behind.of(sender.sender().key(), show).fields());
  }

  private List<SenderView.SourceLine> sources(
      DomainRequests.Asked asked, List<SourceStanding> sources) {
    Period period = asked.period();
    List<InetAddress> addresses = sources.stream().map(SourceStanding::ip).toList();
    Map<InetAddress, Traffic> figures =
        senderTraffic.sources(asked.domain().id(), addresses, period.from(), period.to());
    Map<InetAddress, String> names = history.reverseNames(asked.domain().id(), addresses);
    List<SenderView.SourceLine> lines = new ArrayList<>();
    String told = "";
    for (SourceStanding one : sources) {
      String reason = DomainName.inSentence(one.sentences().get(0));
      lines.add(
          source(
              asked.domain().name(),
              one,
              names.get(one.ip()),
              figures.getOrDefault(one.ip(), Traffic.NONE),
              period,
              reason.equals(told) ? "" : reason));
      told = reason;
    }
    return lines;
  }

  /** Says whose a sender is. */
  @POST
  @PageForm
  @RolesAllowed(Right.Name.DECIDE)
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response decide(
      @BeanParam DomainRequest request,
      @PathParam("key") String key,
      @RestForm("verdict") @Nullable String verdict,
      @RestForm("owner") @Nullable String owner,
      @RestForm("purpose") @Nullable String purpose,
      @RestForm("note") @Nullable String note,
      @RestForm("due") @Nullable String due,
      @RestForm("by") @Nullable String by) {
    DomainRequests.Asked asked = requests.of(request);
    String name = asked.domain().name();
    Viewer viewer = viewers.now();
    decisions.decide(
        viewer.who(),
        asked.domain(),
        key,
        new Decision(
            DecisionFields.verdict(verdict),
            DecisionFields.text("the owner", owner),
            DecisionFields.text("the purpose", purpose),
            DecisionFields.text("the note", note),
            day(due),
            DecisionFields.decidedBy(viewer, by),
            clock.instant()));
    // What there is to do follows from whose it is.
    rechecks.requestNow(name);
    String page = Links.sender(name, key, asked.period());
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

  private SenderView.@Nullable Todo todo(long domainId, SenderStanding sender) {
    Remedy remedy =
        RemedyAdvice.withoutRecords(sender.sender().name(), sender.standing())
            .orElseGet(
                () ->
                    remedies
                        .of(domainId, Set.of(sender.sender().key()))
                        .get(sender.sender().key()));
    if (remedy == null) {
      return sender.standing().isOpen()
          ? new SenderView.Todo(
              List.of("What to publish is being worked out; the next re-check tells."), List.of())
          : null;
    }
    if (remedy.steps().isEmpty()) {
      return null;
    }
    DomainPlan plan =
        remedies.plan(domainId).map(RemedyStore.Kept::plan).orElse(DomainPlan.NOTHING);
    var records = new ArrayList<SenderView.Change>();
    for (Remedy.Change change : remedy.records()) {
      Optional<DomainPlan.RecordSet> record = plan.record(change.name(), change.type());
      if (record.isPresent()) {
        records.add(
            new SenderView.Change(
                PlanView.line("record-" + (records.size() + 1), record.get()),
                PlanView.others(record.get(), sender.sender().key())));
      }
    }
    return new SenderView.Todo(remedy.steps(), records);
  }

  private SenderView.DecisionForm decision(long id, SenderStanding sender, String action) {
    List<Decision> made = decisions.of(id, sender.sender().key());
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

  private static SenderView.SourceLine source(
      String domain,
      SourceStanding source,
      @Nullable String reverseName,
      Traffic traffic,
      Period period,
      String reason) {
    return new SenderView.SourceLine(
        IpAddresses.toText(source.ip()),
        Links.source(domain, source.ip(), period),
        reverseName,
        StandingBadge.of(source.standing()),
        reason,
        Format.count(traffic.messages() - traffic.pass()),
        Format.count(traffic.messages()));
  }
}
