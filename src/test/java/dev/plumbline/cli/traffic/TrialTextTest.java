package dev.plumbline.cli.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.standing.RolloutPlan;
import dev.plumbline.standing.RolloutPlan.Step;
import dev.plumbline.standing.Simulator.Loss;
import dev.plumbline.standing.Simulator.Outcome;
import dev.plumbline.standing.Standing;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrialTextTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  @Test
  void who_loses_mail_with_the_dns_of_today_alone_is_named() {
    assertThat(simulated(rejecting(0), rejecting(3)))
        .startsWith("0 of 10 messages would have been rejected; with today's DNS 3.")
        .contains("Legitimate senders, with today's DNS:", "3  REGRESSED          Gull Mail")
        .doesNotContain("Legitimate senders:");
    assertThat(simulated(rejecting(3), rejecting(0)))
        .contains("Legitimate senders:", "With today's DNS no legitimate sender would lose mail.");
    assertThat(simulated(rejecting(3), rejecting(3))).doesNotContain("Legitimate senders, with");
    assertThat(simulated(rejecting(3), null)).contains("what today's DNS changes is not known");
  }

  @Test
  void a_policy_that_stops_nothing_is_not_said_to_quarantine() {
    assertThat(simulated(rejecting(0), rejecting(0)))
        .startsWith("0 of 10 messages would have been quarantined or rejected;");
  }

  @Test
  void each_step_of_a_plan_says_that_it_waits_for_the_one_before() {
    List<String> before = List.of("Settle this.", RolloutPlan.AFTER_THE_STEP_BEFORE);
    String told =
        told(
            out ->
                ReadyCommand.plan(
                    out,
                    new RolloutPlan(
                        List.of(
                            step("none", List.of()),
                            step("quarantine", before),
                            step("reject", before))),
                    null));
    assertThat(told.split("Settle this", -1)).hasSize(2);
    assertThat(told.split("Only after the step before", -1)).hasSize(3);
  }

  private static Step step(String policy, List<String> before) {
    return new Step(policy, "v=DMARC1; p=" + policy, TODAY, false, before, "", null);
  }

  private static Outcome rejecting(long lost) {
    List<Loss> losses =
        lost == 0
            ? List.of()
            : List.of(new Loss("service:gull", "Gull Mail", Standing.REGRESSED, lost));
    return new Outcome(10, lost, 0, lost, 0, losses, List.of(), List.of());
  }

  private static String simulated(Outcome reported, @Nullable Outcome today) {
    return told(out -> SimulateCommand.text(out, reported, today));
  }

  private static String told(Consumer<PrintWriter> telling) {
    var text = new StringWriter();
    var out = new PrintWriter(text);
    telling.accept(out);
    out.flush();
    return text.toString();
  }
}
