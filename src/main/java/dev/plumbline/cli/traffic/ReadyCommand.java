package dev.plumbline.cli.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.cli.dmarc.DomainArguments;
import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.Simulations;
import dev.plumbline.standing.Readiness.Answer;
import dev.plumbline.standing.Readiness.Blocker;
import dev.plumbline.standing.Readiness.Evidence;
import dev.plumbline.standing.RolloutPlan;
import dev.plumbline.standing.RolloutPlan.Step;
import jakarta.enterprise.inject.spi.CDI;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(names = "--format", description = "text or json (default: text).")
  private SendersCommand.Format format = SendersCommand.Format.TEXT;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    period.check();
    return new AppRunner(Settings.load()).runOnce(this::answer);
  }

  private int answer() {
    DomainReview review = domain.review(period);
    Simulations simulations = CDI.current().select(Simulations.class).get();
    Evidence evidence = simulations.evidence(domain.info(), review);
    Answer quarantine = simulations.ready(domain.info(), review, "quarantine");
    Answer reject = simulations.ready(domain.info(), review, "reject");
    RolloutPlan plan =
        simulations.plan(domain.info(), evidence, quarantine, reject, period.today());
    PrintWriter out = spec.commandLine().getOut();
    if (format == SendersCommand.Format.JSON) {
      out.println(json(review, evidence, quarantine, reject, plan));
    } else {
      text(out, "quarantine", quarantine);
      text(out, "reject", reject);
      out.printf(
          Locale.ROOT,
          "Evidence: %d days, %d reporters, %,d messages of your senders, %,d of them fail; with"
              + " 95 %% confidence at most %.2f %%.%n",
          evidence.days(),
          evidence.reporters(),
          evidence.legitimate(),
          evidence.failing(),
          100 * evidence.upperBound());
      out.println(
          "Reports do not show mail that receivers refused by SPF -all before they looked at DMARC.");
      plan(out, plan);
    }
    out.flush();
    return quarantine.ready() && reject.ready() ? 0 : 1;
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

  private static void plan(PrintWriter out, RolloutPlan plan) {
    if (plan.steps().isEmpty()) {
      out.println("Plan: nothing is left to do, the policy rejects.");
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
          .filter(text -> !known.contains(text))
          .forEach(text -> out.println("    first     " + Terminal.safe(text)));
      said = step.before();
      if (!step.rollback().isEmpty()) {
        out.println("    watch     " + step.rollback());
      }
    }
  }

  private static Map<String, @Nullable Object> step(Step step) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("policy", step.policy());
    object.put("record", step.record());
    object.put("earliest", step.earliest().toString());
    object.put("ready", step.ready());
    object.put("before", step.before());
    object.put("rollback", step.rollback());
    object.put("rollback_record", step.rollbackRecord());
    return object;
  }

  private static String json(
      DomainReview review, Evidence evidence, Answer quarantine, Answer reject, RolloutPlan plan) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("domain", review.domain());
    object.put("quarantine", answer(quarantine));
    object.put("reject", answer(reject));
    Map<String, @Nullable Object> known = new LinkedHashMap<>();
    known.put("from", evidence.from().toString());
    known.put("to", evidence.to().toString());
    known.put("days", evidence.days());
    known.put("reporters", evidence.reporters());
    known.put("messages", evidence.messages());
    known.put("legitimate_messages", evidence.legitimate());
    known.put("failing_messages", evidence.failing());
    known.put("upper_bound", evidence.upperBound());
    known.put(
        "not_shown",
        "Mail that receivers refused by SPF -all before they looked at DMARC is in no report.");
    object.put("evidence", known);
    object.put("plan", plan.steps().stream().map(ReadyCommand::step).toList());
    try {
      return new ObjectMapper().writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Texts and numbers are JSON", e);
    }
  }

  private static Map<String, Object> answer(Answer answer) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("ready", answer.ready());
    object.put(
        "blockers",
        answer.blockers().stream()
            .map(
                blocker -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("kind", blocker.kind().name().toLowerCase(Locale.ROOT));
                  one.put("sender", blocker.sender());
                  one.put("messages", blocker.messages());
                  one.put("reason", blocker.reason());
                  return one;
                })
            .toList());
    return object;
  }
}
