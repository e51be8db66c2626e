package dev.plumbline.web;

import dev.plumbline.dmarc.Policy;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.review.Simulations;
import dev.plumbline.review.Simulations.Change;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Decision.Verdict;
import dev.plumbline.standing.Readiness;
import dev.plumbline.standing.RolloutPlan;
import dev.plumbline.standing.Simulator;
import dev.plumbline.standing.remedy.DomainPlan;
import dev.plumbline.store.checks.AuthorDomains;
import dev.plumbline.store.checks.AuthorDomains.AuthorDomain;
import dev.plumbline.store.judgement.Decisions;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.DomainInfo;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** When a stricter policy is safe, and what any policy would have done to the mail reported. */
@Path("/domains/{domain}/policy")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class PolicyPage {

  private static final List<String> LEVELS = NextPolicy.LEVELS;

  private static final int SHOWN_NAMES = 100;

  /** Senders of one name that are named. */
  private static final int MOST_USERS = 3;

  /** With fewer messages, what may fail beyond what failed is anybody's guess. */
  private static final long ENOUGH_TO_TELL = 100;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(PolicyView view);
  }

  private final DomainRequests requests;
  private final KeptReviews reviews;
  private final RemedyStore remedies;
  private final PolicyTrials trials;
  private final AuthorDomains authors;
  private final Decisions decisions;
  private final Rechecks rechecks;
  private final DnsSwitch dns;
  private final Viewers viewers;
  private final Clock clock;
  private final Tables tables;

  PolicyPage(
      DomainRequests requests,
      KeptReviews reviews,
      RemedyStore remedies,
      PolicyTrials trials,
      AuthorDomains authors,
      Decisions decisions,
      Rechecks rechecks,
      DnsSwitch dns,
      Viewers viewers,
      Clock clock,
      Tables tables) {
    this.tables = tables;
    this.viewers = viewers;
    this.requests = requests;
    this.reviews = reviews;
    this.remedies = remedies;
    this.trials = trials;
    this.authors = authors;
    this.decisions = decisions;
    this.rechecks = rechecks;
    this.dns = dns;
    this.clock = clock;
  }

  @GET
  public TemplateInstance show(
      @BeanParam DomainRequest request,
      @QueryParam("p") @Nullable String p,
      @QueryParam("sp") @Nullable String sp,
      @QueryParam("np") @Nullable String np,
      @QueryParam("adkim") @Nullable String adkim,
      @QueryParam("aspf") @Nullable String aspf,
      @QueryParam("t") @Nullable String t) {
    DomainRequests.Asked asked = requests.of(request);
    DomainInfo domain = asked.domain();
    String name = domain.name();
    Period period = asked.period();
    DomainSummary summary = reviews.summary(name).orElse(null);
    String testing = one("t", t, List.of("y", "n"));
    Change change =
        new Change(
            one("p", p, LEVELS),
            one("sp", sp, LEVELS),
            one("np", np, LEVELS),
            one("adkim", adkim, List.of("r", "s")),
            one("aspf", aspf, List.of("r", "s")),
            testing == null ? null : testing.equals("y"));
    List<AuthorDomain> names =
        authors.used(domain.id(), period.from(), period.to(), tables.whole("names", SHOWN_NAMES));
    Simulator.Terms published = Simulations.published(domain);
    DomainPlan records =
        remedies.plan(domain.id()).map(RemedyStore.Kept::plan).orElse(DomainPlan.NOTHING);
    return Templates.show(
        new PolicyView(
            name,
            Links.domain(name, period),
            period.picker(Links.policy(name), tried(p, sp, np, adkim, aspf, t)),
            Tabs.of(name, period, Tabs.POLICY),
            summary(domain, published),
            domain.dmarcRecord(),
            summary == null ? List.of() : answers(summary, period, published),
            summary == null ? List.of() : plan(summary.ready().plan()),
            noPlan(domain, summary, published),
            summary == null ? List.of() : facts(name, summary.ready().evidence()),
            "Reports do not show mail that a receiver refused for SPF (-all) before it looked at"
                + " DMARC, or mail to receivers that send no reports.",
            names.stream().map(one -> name(domain, one, published, records, period)).toList(),
            names.size() == SHOWN_NAMES
                ? "the %d most used".formatted(SHOWN_NAMES)
                : Format.count(names.size(), "name", "names"),
            authors.hasWildcard(domain.id(), domain.name())
                ? "DNS has a wildcard record (%s), so every name below %s exists: np never applies, sp does."
                    .formatted(AuthorDomains.wildcard(domain.name()), domain.name())
                : null,
            use(domain, summary, period),
            trials.of(domain, summary, period, change)));
  }

  /** What the address says of the policy that is tried. */
  private static List<HiddenField> tried(
      @Nullable String p,
      @Nullable String sp,
      @Nullable String np,
      @Nullable String adkim,
      @Nullable String aspf,
      @Nullable String t) {
    List<HiddenField> fields = new ArrayList<>();
    HiddenField.add(fields, "p", p);
    HiddenField.add(fields, "sp", sp);
    HiddenField.add(fields, "np", np);
    HiddenField.add(fields, "adkim", adkim);
    HiddenField.add(fields, "aspf", aspf);
    HiddenField.add(fields, "t", t);
    return fields;
  }

  /** Says whether the domain sends mail at all. */
  @POST
  @PageForm
  @RolesAllowed(Right.Name.DECIDE)
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response sayUse(
      @BeanParam DomainRequest request,
      @RestForm("verdict") @Nullable String verdict,
      @RestForm("note") @Nullable String note,
      @RestForm("by") @Nullable String by) {
    DomainRequests.Asked asked = requests.of(request);
    DomainInfo domain = asked.domain();
    Period period = asked.period();
    Viewer viewer = viewers.now();
    decisions.decide(
        viewer.who(),
        domain,
        Decision.WHOLE_DOMAIN,
        DecisionFields.of(viewer, verdict, note, by, clock.instant()));
    rechecks.requestNow(domain.name());
    return Response.seeOther(
            URI.create(Links.policy(domain.name()) + "?" + period.query() + "#use"))
        .build();
  }

  private PolicyView.Use use(DomainInfo domain, @Nullable DomainSummary summary, Period period) {
    List<Decision> said =
        decisions.all(domain.id()).stream()
            .filter(one -> one.senderKey().equals(Decision.WHOLE_DOMAIN))
            .map(Decisions.Recorded::decision)
            .toList();
    Decision last = said.isEmpty() ? null : said.get(0);
    boolean open = last == null || last.verdict() == Verdict.UNDECIDED;
    return new PolicyView.Use(
        Links.policy(domain.name()) + "?" + period.query(),
        last != null && !open ? sentence(last) : use(domain, summary),
        last == null ? "" : last.verdict().wire(),
        last == null || last.note() == null ? "" : last.note(),
        said.stream().skip(open ? 0 : 1).map(PolicyPage::sentence).toList());
  }

  private String use(DomainInfo domain, @Nullable DomainSummary summary) {
    return !domain.isKnown()
        ? notKnown()
        : summary == null
            ? "Not known: it was not judged yet."
            : summary.ready().parked()
                ? "No: its own records say so."
                : "Yes, as far as its records tell.";
  }

  private static String sentence(Decision decision) {
    String what =
        switch (decision.verdict()) {
          case OURS -> "Yes";
          case NOT_OURS -> "No";
          case UNDECIDED -> "As its records tell";
        };
    return DecisionFields.sentence(what, decision);
  }

  private static @Nullable String one(String tag, @Nullable String value, List<String> allowed) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    if (!allowed.contains(value)) {
      throw new BadRequestException(
          "\"%s\" was given for %s; it must be %s."
              .formatted(value, tag, String.join(" or ", allowed)));
    }
    return value;
  }

  private String notKnown() {
    return "Not known: " + dns.noAnswer() + ".";
  }

  /** Why there is no step to take. */
  private String noPlan(
      DomainInfo domain, @Nullable DomainSummary summary, Simulator.Terms published) {
    if (summary == null) {
      return "Not judged yet; that happens in the background, soon after reports came in.";
    }
    if (!domain.isKnown()) {
      return notKnown();
    }
    return published.p() == Policy.REJECT
        ? "Nothing is left to do: the policy rejects."
        : "There is nothing to publish now.";
  }

  private String summary(DomainInfo domain, Simulator.Terms policy) {
    if (domain.dmarcRecord() == null) {
      return !domain.isKnown()
          ? notKnown()
          : "No DMARC record applies to this domain: forged mail is delivered as before.";
    }
    String meaning =
        switch (policy.p()) {
          case QUARANTINE -> "receivers put failing mail aside as suspicious";
          case REJECT -> "receivers refuse failing mail";
          case NONE -> "receivers only watch; forged mail is delivered as before";
        };
    return "The policy is %s: %s%s."
        .formatted(
            policy.p().wire(), meaning, policy.testing() ? ", one step less strict while t=y" : "");
  }

  private static List<PolicyView.Answer> answers(
      DomainSummary summary, Period period, Simulator.Terms published) {
    Readiness.Answer quarantine = summary.ready().quarantine();
    Readiness.Answer reject = summary.ready().reject();
    boolean same = !reject.ready() && reject.blockers().equals(quarantine.blockers());
    return List.of(
        answer(summary.domain(), period, "quarantine", published, quarantine, false),
        answer(summary.domain(), period, "reject", published, reject, same));
  }

  private static PolicyView.Answer answer(
      String domain,
      Period period,
      String policy,
      Simulator.Terms published,
      Readiness.Answer answer,
      boolean same) {
    boolean inForce = Policy.ofWire(policy).filter(published.inForce()::isAtLeast).isPresent();
    boolean loses =
        answer.blockers().stream().anyMatch(blocker -> blocker.kind() == Readiness.Kind.FIX);
    return new PolicyView.Answer(
        "p=" + policy,
        inForce
            ? loses ? "in force, losing mail" : "in force"
            : answer.ready() ? "ready" : "not yet",
        answer.ready() ? "mark-good" : inForce && loses ? "mark-bad" : "mark-warn",
        same,
        answer.blockers().stream()
            .map(
                blocker ->
                    new PolicyView.Blocker(
                        blocker.kind().name().toLowerCase(Locale.ROOT),
                        switch (blocker.kind()) {
                          case FIX -> "mark-bad";
                          case DECIDE -> "mark-decide";
                          case WAIT, EVIDENCE -> "mark-plain";
                        },
                        blocker.reason(),
                        blocker.sender().isEmpty()
                            ? null
                            : Links.sender(domain, blocker.sender(), period)))
            .toList());
  }

  private static List<PolicyView.Step> plan(RolloutPlan plan) {
    var steps = new ArrayList<PolicyView.Step>();
    for (RolloutPlan.Step step : plan.steps()) {
      boolean next = steps.isEmpty();
      int last = step.before().size() - 1;
      steps.add(
          new PolicyView.Step(
              "plan-" + (steps.size() + 1),
              "p=" + step.policy(),
              step.ready() ? "today" : Format.day(step.earliest()) + " at the earliest",
              step.ready() ? "mark-good" : "mark-plain",
              RecordDiff.of(step.rollbackRecord(), step.record()).after(),
              // What stands in the way of the next step is told above.
              next || last < 0 ? List.of() : List.of(step.before().get(last)),
              step.rollback()));
    }
    return steps;
  }

  private static PolicyView.Name name(
      DomainInfo domain,
      AuthorDomain used,
      Simulator.Terms published,
      DomainPlan plan,
      Period period) {
    boolean own = used.name().equals(domain.name());
    boolean missing = Boolean.FALSE.equals(used.exists());
    Policy sp = published.sp() == null ? published.p() : published.sp();
    Policy np = published.np() == null ? sp : published.np();
    String inherited =
        own ? "p=" + published.p().wire() : missing ? "np: " + np.wire() : "sp: " + sp.wire();
    String policy =
        used.dmarcRecord() != null && !own
            ? "a record of its own"
            : domain.isKnown() ? inherited : "not known";
    String advice = "";
    String adviceHref = null;
    List<String> records = List.of();
    if (missing && !own) {
      advice =
          np == Policy.REJECT
              ? "Receivers of RFC 9989 refuse it; others apply sp."
              : "Nobody can send with a name that does not exist: publish np=reject.";
    } else if (used.passMessages() == 0) {
      DomainPlan.AuthorName planned = plan.authorName(used.name()).orElse(null);
      records = planned == null ? List.of() : planned.closing();
      advice = planned == null ? "" : advice(planned);
      adviceHref =
          planned == null || planned.users().isEmpty()
              ? null
              : Links.sender(domain.name(), planned.users().get(0).sender(), period);
    }
    return new PolicyView.Name(
        used.name(),
        Links.reports(domain.name()) + "?" + period.query() + "&q=" + Links.value(used.name()),
        used.exists() == null ? "not known" : missing ? "does not exist" : "exists",
        missing ? "mark-warn" : "mark-plain",
        policy,
        Format.count(used.messages()),
        Format.share(used.passMessages(), used.messages()),
        advice,
        adviceHref,
        records);
  }

  private static String advice(DomainPlan.AuthorName name) {
    if (!name.users().isEmpty()) {
      return "Used by %s: what to publish for it is told there."
          .formatted(
              name.users().stream()
                  .map(DomainPlan.User::name)
                  .limit(MOST_USERS)
                  .collect(Collectors.joining(", ")));
    }
    return name.closing().isEmpty()
        ? "Nothing to do: its records say that it sends nothing."
        : "No message passed. If it sends nothing, publish that it does not:";
  }

  private static List<Fact> facts(String domain, Readiness.Evidence evidence) {
    String days = "?from=" + evidence.from() + "&to=" + evidence.to();
    String reports = Links.reports(domain) + days;
    return List.of(
        new Fact(
            "Reports cover",
            "%s up to %s"
                .formatted(Format.count(evidence.days(), "day", "days"), Format.day(evidence.to())),
            reports),
        new Fact(
            "Receivers that reported",
            Format.count(evidence.reporters()),
            Links.domain(domain) + days + "#reporters-title"),
        new Fact("Messages reported", Format.count(evidence.messages()), reports),
        new Fact(
            "From senders of yours",
            Format.count(evidence.legitimate()),
            Links.senders(domain) + days + "&sort=messages"),
        new Fact(
            "Of these fail",
            Format.count(evidence.failing())
                + (evidence.legitimate() == 0
                    ? ""
                    : " (" + Format.share(evidence.failing(), evidence.legitimate()) + ")"),
            Links.senders(domain) + days + "&sort=failing"),
        Fact.of("How sure that is", certainty(evidence)));
  }

  private static String certainty(Readiness.Evidence evidence) {
    return evidence.legitimate() == 0
        ? "nobody knows: no mail of yours was reported"
        : evidence.legitimate() < ENOUGH_TO_TELL
            ? "too few messages of yours to tell"
            : String.format(
                Locale.ENGLISH,
                "up to %.2f%% may fail, with 95%% confidence",
                100 * evidence.upperBound());
  }
}
