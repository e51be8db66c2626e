package dev.plumbline.web;

import dev.plumbline.dmarc.Policy;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
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
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** When a stricter policy is safe, and what any policy would have done to the mail reported. */
@Path("/domains/{domain}/policy")
@Produces(MediaType.TEXT_HTML)
public class PolicyPage {

  private static final List<String> LEVELS = NextPolicy.LEVELS;

  /** Nobody reads more of them; the command line prints all. */
  private static final int SHOWN_LOSSES = 25;

  private static final int SHOWN_NAMES = 100;

  /** Senders of one name that are named. */
  private static final int MOST_USERS = 3;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(PolicyView view);
  }

  private final DomainReviews reviews;
  private final Simulations simulations;
  private final TrafficQueries traffic;
  private final AuthorDomains authors;
  private final Decisions decisions;
  private final RemedyStore remedies;
  private final Rechecks rechecks;
  private final Clock clock;

  PolicyPage(
      DomainReviews reviews,
      Simulations simulations,
      TrafficQueries traffic,
      AuthorDomains authors,
      Decisions decisions,
      RemedyStore remedies,
      Rechecks rechecks,
      Clock clock) {
    this.remedies = remedies;
    this.decisions = decisions;
    this.rechecks = rechecks;
    this.authors = authors;
    this.reviews = reviews;
    this.simulations = simulations;
    this.traffic = traffic;
    this.clock = clock;
  }

  @GET
  public TemplateInstance show(
      @PathParam("domain") String name,
      @QueryParam("days") @Nullable String days,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("p") @Nullable String p,
      @QueryParam("sp") @Nullable String sp,
      @QueryParam("np") @Nullable String np,
      @QueryParam("adkim") @Nullable String adkim,
      @QueryParam("aspf") @Nullable String aspf,
      @QueryParam("t") @Nullable String t) {
    DomainInfo domain = traffic.domain(name).orElseThrow(() -> Unknown.domain(name));
    Period period = Period.of(days, from, to, LocalDate.now(clock), traffic.newestDay(domain.id()));
    DomainReview review =
        reviews.review(name, period.from(), period.to()).orElseThrow(() -> Unknown.domain(name));
    String testing = one("t", t, List.of("y", "n"));
    Change change =
        new Change(
            one("p", p, LEVELS),
            one("sp", sp, LEVELS),
            one("np", np, LEVELS),
            one("adkim", adkim, List.of("r", "s")),
            one("aspf", aspf, List.of("r", "s")),
            testing == null ? null : testing.equals("y"));
    Readiness.Evidence evidence = simulations.evidence(domain, review);
    List<AuthorDomain> names = authors.used(domain.id(), period.from(), period.to(), SHOWN_NAMES);
    Readiness.Answer quarantine = simulations.ready(domain, review, "quarantine");
    Readiness.Answer reject = simulations.ready(domain, review, "reject");
    Simulator.Terms published = simulations.policy(domain, nothing());
    DomainPlan plan =
        remedies.plan(domain.id()).map(RemedyStore.Kept::plan).orElse(DomainPlan.NOTHING);
    return Templates.show(
        new PolicyView(
            name,
            Links.domain(name, period),
            period.picker(Links.policy(name)),
            Tabs.of(name, period, Tabs.POLICY),
            summary(domain, published),
            domain.dmarcRecord(),
            answers(review, period, published, quarantine, reject),
            plan(simulations.plan(domain, evidence, quarantine, reject, LocalDate.now(clock))),
            "Nothing is left to do: the policy rejects.",
            facts(evidence),
            "Reports do not show mail that a receiver refused for SPF (-all) before it looked at"
                + " DMARC, or mail to receivers that send no reports.",
            names.stream().map(one -> name(domain, one, published, plan)).toList(),
            names.size() == SHOWN_NAMES
                ? "the %d most used".formatted(SHOWN_NAMES)
                : Format.count(names.size(), "name", "names"),
            authors.hasWildcard(domain.id(), domain.name())
                ? "DNS has a wildcard record (%s), so every name below %s exists: np never applies, sp does."
                    .formatted(AuthorDomains.wildcard(domain.name()), domain.name())
                : null,
            use(domain, review, period),
            trial(domain, review, period, change, published)));
  }

  /** Says whether the domain sends mail at all. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response sayUse(
      @PathParam("domain") String name,
      @QueryParam("days") @Nullable String days,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @RestForm("verdict") @Nullable String verdict,
      @RestForm("note") @Nullable String note,
      @RestForm("by") @Nullable String by) {
    DomainInfo domain = traffic.domain(name).orElseThrow(() -> Unknown.domain(name));
    Period period = Period.of(days, from, to, LocalDate.now(clock), traffic.newestDay(domain.id()));
    decisions.decide(
        domain.id(), Decision.WHOLE_DOMAIN, DecisionFields.of(verdict, note, by, clock.instant()));
    rechecks.requestNow(domain.name());
    return Response.seeOther(
            URI.create(Links.policy(domain.name()) + "?" + period.query() + "#use"))
        .build();
  }

  private PolicyView.Use use(DomainInfo domain, DomainReview review, Period period) {
    List<Decision> said =
        decisions.all(domain.id()).stream()
            .filter(one -> one.senderKey().equals(Decision.WHOLE_DOMAIN))
            .map(Decisions.Recorded::decision)
            .toList();
    Decision last = said.isEmpty() ? null : said.get(0);
    boolean open = last == null || last.verdict() == Verdict.UNDECIDED;
    return new PolicyView.Use(
        Links.policy(domain.name()) + "?" + period.query(),
        last != null && !open
            ? sentence(last)
            : review.facts().isParked()
                ? "No: its own records say so."
                : "Yes, as far as its records tell.",
        last == null ? "" : last.verdict().wire(),
        last == null || last.note() == null ? "" : last.note(),
        said.stream().skip(open ? 0 : 1).map(PolicyPage::sentence).toList());
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

  private static Change nothing() {
    return new Change(null, null, null, null, null, null);
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

  private static String summary(DomainInfo domain, Simulator.Terms policy) {
    if (domain.dmarcRecord() == null) {
      return !domain.isKnown()
          ? "DNS was not asked yet, or did not answer."
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
      DomainReview review,
      Period period,
      Simulator.Terms published,
      Readiness.Answer quarantine,
      Readiness.Answer reject) {
    boolean same = !reject.ready() && reject.blockers().equals(quarantine.blockers());
    return List.of(
        answer(review, period, "quarantine", published, quarantine, false),
        answer(review, period, "reject", published, reject, same));
  }

  private static PolicyView.Answer answer(
      DomainReview review,
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
                          case DECIDE -> "mark-warn";
                          case WAIT, EVIDENCE -> "mark-plain";
                        },
                        blocker.reason(),
                        blocker.sender().isEmpty() ? null : link(review, blocker.sender(), period)))
            .toList());
  }

  /** To a sender's page, in a period that shows its mail. */
  private static String link(DomainReview review, String sender, Period period) {
    boolean present = review.senders().stream().anyMatch(one -> one.key().equals(sender));
    return Links.sender(
        review.domain(), sender, present ? period : period.reachingBack(Simulations.DAYS_BEFORE));
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
              step.ready() ? "today" : "not before " + Format.day(step.earliest()),
              step.ready() ? "mark-good" : "mark-plain",
              RecordDiff.of(step.rollbackRecord(), step.record()).after(),
              // What stands in the way of the next step is told above.
              next || last < 0 ? List.of() : List.of(step.before().get(last)),
              step.rollback()));
    }
    return steps;
  }

  private static PolicyView.Name name(
      DomainInfo domain, AuthorDomain used, Simulator.Terms published, DomainPlan plan) {
    boolean own = used.name().equals(domain.name());
    boolean missing = Boolean.FALSE.equals(used.exists());
    Policy sp = published.sp() == null ? published.p() : published.sp();
    Policy np = published.np() == null ? sp : published.np();
    String policy =
        used.dmarcRecord() != null && !own
            ? "a record of its own"
            : own ? "p=" + published.p().wire() : missing ? "np: " + np.wire() : "sp: " + sp.wire();
    String advice = "";
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
    }
    return new PolicyView.Name(
        used.name(),
        used.exists() == null ? "not asked yet" : missing ? "does not exist" : "exists",
        missing ? "mark-warn" : "mark-plain",
        policy,
        Format.count(used.messages()),
        Format.share(used.passMessages(), used.messages()),
        advice,
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

  private static List<Fact> facts(Readiness.Evidence evidence) {
    return List.of(
        Fact.of(
            "Reports cover",
            "%s of %s"
                .formatted(
                    Format.count(evidence.days(), "day", "days"),
                    Format.days(evidence.from(), evidence.to()))),
        Fact.of("Receivers that reported", Format.count(evidence.reporters())),
        Fact.of("Messages reported", Format.count(evidence.messages())),
        Fact.of("From senders of yours", Format.count(evidence.legitimate())),
        Fact.of(
            "Of these fail",
            "%s (%s)"
                .formatted(
                    Format.count(evidence.failing()),
                    Format.share(evidence.failing(), evidence.legitimate()))),
        Fact.of(
            "Up to",
            evidence.legitimate() == 0
                ? "nobody knows: no mail of yours was reported"
                : String.format(
                    Locale.ENGLISH,
                    "%.2f%% may fail, with 95%% confidence",
                    100 * evidence.upperBound())));
  }

  private PolicyView.Trial trial(
      DomainInfo domain,
      DomainReview review,
      Period period,
      Change change,
      Simulator.Terms published) {
    Change tried = change.equals(nothing()) ? Change.of("reject") : change;
    return new PolicyView.Trial(
        Links.policy(domain.name()) + "#trial",
        List.of(
            choice("p", "Domain (p)", LEVELS, tried.p(), published.p().wire()),
            choice("sp", "Subdomains (sp)", LEVELS, tried.sp(), wire(published.sp())),
            choice("np", "Names that do not exist (np)", LEVELS, tried.np(), wire(published.np())),
            choice(
                "adkim",
                "DKIM alignment (adkim)",
                List.of("r", "s"),
                tried.adkim(),
                domain.adkim()),
            choice("aspf", "SPF alignment (aspf)", List.of("r", "s"), tried.aspf(), domain.aspf()),
            choice(
                "t",
                "Testing (t)",
                List.of("n", "y"),
                tried.testing() == null ? null : tried.testing() ? "y" : "n",
                published.testing() ? "y" : "n")),
        List.of(
            result(
                true,
                "With today's DNS",
                domain,
                simulations.run(domain, review, tried, true),
                period),
            result(
                false,
                "As reported",
                domain,
                simulations.run(domain, review, tried, false),
                period)));
  }

  private static @Nullable String wire(@Nullable Policy policy) {
    return policy == null ? null : policy.wire();
  }

  private static PolicyView.Choice choice(
      String name,
      String label,
      List<String> values,
      @Nullable String chosen,
      @Nullable String published) {
    var options = new ArrayList<PolicyView.Option>();
    options.add(
        new PolicyView.Option(
            "",
            published == null ? "as published: not set" : "as published: " + word(published),
            chosen == null));
    for (String value : values) {
      options.add(new PolicyView.Option(value, word(value), value.equals(chosen)));
    }
    return new PolicyView.Choice(name, label, options);
  }

  private static String word(String value) {
    return switch (value) {
      case "r" -> "relaxed";
      case "s" -> "strict";
      case "y" -> "yes";
      case "n" -> "no";
      default -> value;
    };
  }

  private static PolicyView.Result result(
      boolean open, String title, DomainInfo domain, Simulator.Outcome outcome, Period period) {
    var losses = new ArrayList<PolicyView.Losses>();
    add(
        losses,
        "Senders of yours",
        "These would have lost mail.",
        outcome.casualties(),
        domain,
        period);
    add(
        losses,
        "Forwarders and lists",
        "A known cost: what they pass on fails, whatever you publish.",
        outcome.forwarded(),
        domain,
        period);
    add(
        losses,
        "Everyone else",
        "Not recognised, or known not to be yours: what the policy is for.",
        outcome.others(),
        domain,
        period);
    return new PolicyView.Result(
        open,
        title,
        "%s of %s quarantined or rejected; %s of senders of yours."
                .formatted(
                    Format.count(outcome.affected()),
                    Format.count(outcome.messages(), "message", "messages"),
                    outcome.lost() == 0 ? "none" : Format.count(outcome.lost()))
            + (outcome.overridden() == 0
                ? ""
                : " For %s receivers had a reason not to follow the policy."
                    .formatted(Format.count(outcome.overridden()))),
        losses,
        "Nobody would have lost a message.");
  }

  private static void add(
      List<PolicyView.Losses> losses,
      String title,
      String note,
      List<Simulator.Loss> senders,
      DomainInfo domain,
      Period period) {
    if (senders.isEmpty()) {
      return;
    }
    String more =
        senders.size() > SHOWN_LOSSES
            ? " The first %d of %s.".formatted(SHOWN_LOSSES, Format.count(senders.size()))
            : "";
    losses.add(
        new PolicyView.Losses(
            title,
            note + more,
            senders.stream()
                .limit(SHOWN_LOSSES)
                .map(
                    one ->
                        new PolicyView.Loss(
                            one.sender(),
                            Links.sender(domain.name(), one.key(), period),
                            StandingBadge.of(one.standing()),
                            Format.count(one.messages())))
                .toList()));
  }
}
