package dev.plumbline.web;

import dev.plumbline.dmarc.Policy;
import dev.plumbline.review.PolicyTrial;
import dev.plumbline.review.Simulations;
import dev.plumbline.review.Simulations.Change;
import dev.plumbline.standing.Simulator;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.SimulatedTraffic;
import dev.plumbline.store.traffic.DomainInfo;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tries policies on the mail of the days by which a domain was judged. */
@ApplicationScoped
class PolicyTrials {

  private static final Change NOTHING = new Change(null, null, null, null, null, null);

  private static final List<String> LEVELS = NextPolicy.LEVELS;

  /** Nobody reads more of them; the command line prints all. */
  private static final int SHOWN_LOSSES = 25;

  private final SimulatedTraffic simulated;

  PolicyTrials(SimulatedTraffic simulated) {
    this.simulated = simulated;
  }

  /**
   * The trial of a change.
   *
   * @param summary whose days the messages are of, whatever period is shown; null before there is
   *     one
   * @param change what to try; if it changes nothing, {@code p=reject} is tried
   */
  PolicyView.Trial of(
      DomainInfo domain, @Nullable DomainSummary summary, Period period, Change change) {
    Change tried = change.equals(NOTHING) ? Change.of("reject") : change;
    Simulator.Terms published = Simulations.published(domain);
    PolicyTrial trial = PolicyTrial.of(simulated, domain, tried);
    return new PolicyView.Trial(
        Links.policy(domain.name()) + "#trial",
        summary == null ? "" : Format.days(summary.from(), summary.to()),
        List.of(
            choice(domain, "p", "Domain (p)", LEVELS, tried.p(), published.p().wire()),
            choice(domain, "sp", "Subdomains (sp)", LEVELS, tried.sp(), wire(published.sp())),
            choice(
                domain,
                "np",
                "Names that do not exist (np)",
                LEVELS,
                tried.np(),
                wire(published.np())),
            choice(
                domain,
                "adkim",
                "DKIM alignment (adkim)",
                List.of("r", "s"),
                tried.adkim(),
                domain.adkim().wire()),
            choice(
                domain,
                "aspf",
                "SPF alignment (aspf)",
                List.of("r", "s"),
                tried.aspf(),
                domain.aspf().wire()),
            choice(
                domain,
                "t",
                "Testing (t)",
                List.of("n", "y"),
                tried.testing() == null ? null : tried.testing() ? "y" : "n",
                published.testing() ? "y" : "n")),
        results(domain, trial, period));
  }

  /** What was reported says nothing of today's DNS where that was never asked. */
  private static List<PolicyView.Result> results(
      DomainInfo domain, PolicyTrial trial, Period period) {
    return domain.isKnown()
        ? List.of(
            result(true, "With today's DNS", domain, trial.today(), period),
            result(false, "As reported", domain, trial.reported(), period))
        : List.of(
            result(
                true,
                "As reported; what today's DNS changes is not known",
                domain,
                trial.reported(),
                period));
  }

  private static @Nullable String wire(@Nullable Policy policy) {
    return policy == null ? null : policy.wire();
  }

  private static PolicyView.Choice choice(
      DomainInfo domain,
      String name,
      String label,
      List<String> values,
      @Nullable String chosen,
      @Nullable String published) {
    var options = new ArrayList<PolicyView.Option>();
    options.add(
        new PolicyView.Option(
            "",
            "as published: "
                + (!domain.isKnown()
                    ? "not known"
                    : published == null ? "not set" : word(published)),
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

  static String said(Simulator.Outcome outcome) {
    if (outcome.messages() == 0) {
      return "No message was reported in these days.";
    }
    return "%s of %s quarantined or rejected; %s of senders of yours."
            .formatted(
                Format.count(outcome.affected()),
                Format.count(outcome.messages(), "message", "messages"),
                outcome.lost() == 0 ? "none" : Format.count(outcome.lost()))
        + (outcome.overridden() == 0
            ? ""
            : " For %s of these, receivers had a reason not to follow the policy."
                .formatted(Format.count(outcome.overridden())));
  }

  private static PolicyView.Result result(
      boolean open, String title, DomainInfo domain, Simulator.Outcome outcome, Period period) {
    var losses = new ArrayList<PolicyView.Losses>();
    add(
        losses,
        title,
        "Senders of yours",
        "These would have lost mail.",
        outcome.casualties(),
        domain,
        period);
    add(
        losses,
        title,
        "Forwarders and lists",
        "A known cost: what they pass on fails, whatever you publish.",
        outcome.forwarded(),
        domain,
        period);
    add(
        losses,
        title,
        "Everyone else",
        "Not recognised, or known not to be yours: what the policy is for.",
        outcome.others(),
        domain,
        period);
    return new PolicyView.Result(
        open,
        title,
        said(outcome),
        losses,
        outcome.messages() == 0
            ? "There is nothing to try it on."
            : "Nobody would have lost a message.");
  }

  private static void add(
      List<PolicyView.Losses> losses,
      String result,
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
            (result + " " + title).toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-"),
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
