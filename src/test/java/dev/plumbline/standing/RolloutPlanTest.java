package dev.plumbline.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.standing.Readiness.Answer;
import dev.plumbline.standing.Readiness.Blocker;
import dev.plumbline.standing.Readiness.Kind;
import dev.plumbline.standing.RolloutPlan.Step;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutPlanTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
  private static final Answer READY = new Answer(true, List.of());
  private static final Readiness.Evidence EVIDENCE =
      new Readiness.Evidence(TODAY.minusDays(29), TODAY, 30, 5, 60_000, 60_000, 10, 0.0003);

  @Test
  void a_domain_that_is_ready_goes_to_quarantine_today_and_to_reject_four_weeks_later() {
    List<Step> steps = plan("v=DMARC1; p=none; rua=mailto:d@gull.example; fo=1", READY, READY);
    assertThat(steps).extracting(Step::policy).containsExactly("quarantine", "reject");
    assertThat(steps)
        .extracting(Step::record)
        .containsExactly(
            "v=DMARC1; p=quarantine; rua=mailto:d@gull.example; fo=1",
            "v=DMARC1; p=reject; rua=mailto:d@gull.example; fo=1");
    assertThat(steps).extracting(Step::earliest).containsExactly(TODAY, LocalDate.of(2026, 12, 21));
    assertThat(steps).extracting(Step::ready).containsExactly(true, false);
    assertThat(steps.get(0).rollback()).contains("more than 14 messages");
    assertThat(steps.get(1).rollbackRecord()).isEqualTo(steps.get(0).record());
  }

  @Test
  void what_stands_in_the_way_is_named_and_costs_time() {
    Answer blocked =
        new Answer(
            false,
            List.of(
                new Blocker(Kind.FIX, "service:a", 100, "A (100 messages) needs alignment."),
                new Blocker(Kind.WAIT, "service:b", 400, "B is fixed; wait.")));
    List<Step> steps = plan("v=DMARC1; p=none", blocked, blocked);
    assertThat(steps.get(0).ready()).isFalse();
    assertThat(steps.get(0).before())
        .containsExactly("A (100 messages) needs alignment.", "B is fixed; wait.");
    assertThat(steps.get(0).earliest()).isEqualTo(LocalDate.of(2026, 12, 7));
    assertThat(steps.get(1).earliest()).isEqualTo(LocalDate.of(2027, 1, 4));
  }

  @Test
  void a_domain_without_a_record_begins_with_watching() {
    List<Step> steps =
        RolloutPlan.of("gull.example", null, false, READY, READY, EVIDENCE, TODAY).steps();
    assertThat(steps).extracting(Step::policy).containsExactly("none", "quarantine", "reject");
    assertThat(steps.get(0).record()).isEqualTo("v=DMARC1; p=none; rua=mailto:dmarc@gull.example");
    assertThat(steps.get(0).rollback()).isEmpty();
    assertThat(steps.get(1).earliest()).isEqualTo(LocalDate.of(2026, 12, 21));
    assertThat(steps.get(1).before())
        .containsExactly(
            "Only after the step before has been in force for 28 days without need to go back.");
  }

  @Test
  void a_domain_that_sends_nothing_goes_to_reject_at_once() {
    Readiness.Evidence nothing =
        new Readiness.Evidence(TODAY.minusDays(29), TODAY, 3, 1, 40, 0, 0, 1);
    assertThat(
            RolloutPlan.of(
                    "gull.example", "v=DMARC1; p=none; t=y", true, READY, READY, nothing, TODAY)
                .steps())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.record()).isEqualTo("v=DMARC1; p=reject");
              assertThat(step.ready()).isTrue();
              assertThat(step.before()).isEmpty();
            });
    assertThat(RolloutPlan.of("gull.example", null, false, READY, READY, nothing, TODAY).steps())
        .extracting(Step::record)
        .containsExactly("v=DMARC1; p=reject; rua=mailto:dmarc@gull.example");
    assertThat(
            RolloutPlan.of("gull.example", "v=DMARC1; p=reject", true, READY, READY, nothing, TODAY)
                .steps())
        .isEmpty();
  }

  @Test
  void nothing_is_left_to_do_for_a_policy_that_rejects_everywhere() {
    assertThat(plan("v=DMARC1; p=reject; sp=reject", READY, READY)).isEmpty();
    assertThat(plan("v=DMARC1;p=quarantine", READY, READY))
        .extracting(Step::policy)
        .containsExactly("reject");
  }

  @Test
  void a_policy_that_is_only_tested_or_sampled_is_not_in_force_yet() {
    assertThat(plan("v=DMARC1; p=quarantine; t=y", READY, READY).get(0).record())
        .isEqualTo("v=DMARC1; p=quarantine");
    assertThat(plan("v=DMARC1; p=reject; pct=10", READY, READY).get(0).record())
        .isEqualTo("v=DMARC1; p=reject");
  }

  @ParameterizedTest(name = "{0} messages in 28 days: go back at more than {1}")
  @CsvSource({"28, 10", "40000, 10", "42000, 11", "280000, 70"})
  void ten_lost_messages_are_no_reason_to_go_back(long legitimate, String most) {
    Readiness.Evidence evidence =
        new Readiness.Evidence(TODAY.minusDays(27), TODAY, 28, 5, legitimate, legitimate, 0, 0);
    Step step =
        RolloutPlan.of("gull.example", "v=DMARC1; p=none", true, READY, READY, evidence, TODAY)
            .steps()
            .get(0);
    assertThat(step.rollback()).contains("more than %s messages".formatted(most));
  }

  @ParameterizedTest(name = "{0} days with reports: {1} more")
  @CsvSource({"0, 28", "20, 8", "27, 1", "28, 1", "30, 1"})
  void evidence_takes_the_days_that_are_missing(int days, int more) {
    Answer blocked =
        new Answer(false, List.of(new Blocker(Kind.EVIDENCE, "", 0, "Too little is known.")));
    Readiness.Evidence evidence =
        new Readiness.Evidence(TODAY.minusDays(29), TODAY, days, 5, 60_000, 60_000, 10, 0.0003);
    assertThat(
            RolloutPlan.of(
                    "gull.example", "v=DMARC1; p=none", true, blocked, blocked, evidence, TODAY)
                .steps()
                .get(0)
                .earliest())
        .isEqualTo(TODAY.plusDays(more));
  }

  private static List<Step> plan(String record, Answer quarantine, Answer reject) {
    return RolloutPlan.of("gull.example", record, true, quarantine, reject, EVIDENCE, TODAY)
        .steps();
  }
}
