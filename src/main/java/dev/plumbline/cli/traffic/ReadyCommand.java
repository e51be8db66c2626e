package dev.plumbline.cli.traffic;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dns.Counted;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.Simulations;
import dev.plumbline.review.json.PublishedJson;
import dev.plumbline.review.json.ReadyJson;
import dev.plumbline.standing.Readiness.Answer;
import dev.plumbline.standing.Readiness.Blocker;
import dev.plumbline.standing.Readiness.Evidence;
import dev.plumbline.standing.RolloutPlan;
import dev.plumbline.standing.RolloutPlan.Step;
import dev.plumbline.store.judgement.DomainSummary.Ready;
import jakarta.enterprise.inject.spi.CDI;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline ready}: whether a stricter policy is safe, and what is missing if not. */
@Command(
    name = "ready",
    description = {
      "Says whether a domain is ready for p=quarantine and p=reject, and what is missing if not.",
      "Exit status: 0 if it is ready for both, 1 if not, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class ReadyCommand implements Callable<Integer> {

  @Mixin private DomainArguments domain = new DomainArguments();

  @Mixin private PeriodOptions period = new PeriodOptions();

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    period.check();
    AppRunner runner = new AppRunner(Settings.load());
    return period.isGiven()
        ? runner.work(this::onDemand)
        : runner.ask(rooms -> kept(rooms, runner));
  }

  /** The answer that is kept, brought up to date first if nobody else does that. */
  private int kept(Rooms rooms, AppRunner runner) {
    Ready ready = domain.judged(rooms, runner, domain.info(rooms)).ready();
    // Judging may have been what DNS was asked for.
    return print(ready, domain.info(rooms).isKnown(), null);
  }

  private int onDemand() {
    DomainReview review = domain.review(period);
    Simulations simulations = CDI.current().select(Simulations.class).get();
    Evidence evidence = simulations.evidence(domain.info(), review);
    Answer quarantine = simulations.ready(domain.info(), review, "quarantine");
    Answer reject = simulations.ready(domain.info(), review, "reject");
    RolloutPlan plan =
        Simulations.plan(domain.info(), evidence, quarantine, reject, period.today());
    return print(
        new Ready(evidence, quarantine, reject, plan, review.facts().isParked()),
        domain.info().isKnown(),
        SendersText.ON_DEMAND);
  }

  /**
   * Prints the answer.
   *
   * @param known whether DNS ever said what is published
   * @param remark how it was come by, null if it is the one that is kept
   */
  private int print(Ready ready, boolean known, @Nullable String remark) {
    Evidence evidence = ready.evidence();
    PrintWriter out = spec.commandLine().getOut();
    output.rowsOf(
        List.of("quarantine.blockers", "reject.blockers", "plan"),
        List.of(ReadyJson.Blocker.class, ReadyJson.Step.class));
    if (output.isJson()) {
      out.println(
          PublishedJson.line(
              ReadyJson.of(
                  domain.name(),
                  remark == null,
                  evidence,
                  ready.quarantine(),
                  ready.reject(),
                  ready.plan())));
    } else {
      if (remark != null) {
        out.println(remark);
      }
      text(out, "quarantine", ready.quarantine());
      text(out, "reject", ready.reject());
      out.printf(
          Locale.ROOT,
          "Evidence: %s, %s, %s of your senders, %,d of them fail; with 95 %% confidence at most"
              + " %.2f %%.%n",
          Counted.of(evidence.days(), "day"),
          Counted.of(evidence.reporters(), "reporter"),
          Counted.of(evidence.legitimate(), "message"),
          evidence.failing(),
          100 * evidence.upperBound());
      out.println(
          "Reports do not show mail that receivers refused by SPF -all before they looked at DMARC.");
      plan(out, ready.plan(), known ? null : DnsOptions.switchOf(Settings.load()).noAnswer());
    }
    out.flush();
    return ready.quarantine().ready() && ready.reject().ready() ? 0 : 1;
  }

  private static void text(PrintWriter out, String policy, Answer answer) {
    out.println("p=%s: %s".formatted(policy, answer.ready() ? "ready" : "not ready"));
    for (Blocker blocker : answer.blockers()) {
      out.println(
          "  %-8s %s"
              .formatted(
                  blocker.kind().name().toLowerCase(Locale.ROOT), Terminal.safe(blocker.reason())));
    }
  }

  /**
   * Prints the steps.
   *
   * @param unknown why the policy is not known that is published, null if it is
   */
  static void plan(PrintWriter out, RolloutPlan plan, @Nullable String unknown) {
    if (plan.steps().isEmpty()) {
      out.println(
          unknown == null
              ? "Plan: nothing is left to do, the policy rejects."
              : "Plan: not known, since %s.".formatted(unknown));
      return;
    }
    out.println("Plan:");
    List<String> said = List.of();
    for (Step step : plan.steps()) {
      List<String> known = said;
      out.println(
          "  %s p=%s"
              .formatted(
                  step.ready() ? "today:" : "not before " + step.earliest() + ":", step.policy()));
      out.println("    publish   " + Terminal.safe(step.record()));
      step.before().stream()
          .filter(text -> !known.contains(text) || text.equals(RolloutPlan.AFTER_THE_STEP_BEFORE))
          .forEach(text -> out.println("    first     " + Terminal.safe(text)));
      said = step.before();
      if (!step.rollback().isEmpty()) {
        out.println("    watch     " + step.rollback());
      }
    }
  }
}
