package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.standing.Readiness.Answer;
import dev.plumbline.standing.Readiness.Blocker;
import dev.plumbline.standing.Readiness.Kind;
import dev.plumbline.standing.Simulator;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextPolicyTest {

  private static final Answer READY = new Answer(true, List.of());

  @Test
  void what_is_missing_for_the_next_step_is_one_sentence() {
    Answer blocked =
        new Answer(
            false,
            List.of(
                new Blocker(Kind.FIX, "a", 1, "A."),
                new Blocker(Kind.FIX, "b", 1, "B."),
                new Blocker(Kind.DECIDE, "c", 1, "C."),
                new Blocker(Kind.EVIDENCE, "", 1, "D.")));
    NextPolicy next = NextPolicy.of(policy("none", false), blocked, "/policy");
    assertThat(next.word()).isEqualTo("not yet");
    assertThat(next.text())
        .isEqualTo(
            "Before p=quarantine: fix 2 senders, decide about 1 sender and see more reports.");
    assertThat(NextPolicy.of(policy("reject", false), blocked, "/policy").word())
        .isEqualTo("losing mail");
  }

  @Test
  void a_tested_policy_is_not_in_force() {
    NextPolicy next = NextPolicy.of(policy("quarantine", true), READY, "/policy");
    assertThat(next.now()).isEqualTo("p=none now");
    assertThat(next.text()).isEqualTo("Nothing stands in the way of p=quarantine.");
    assertThat(NextPolicy.of(policy("reject", false), READY, "/policy").word())
        .isEqualTo("in force");
  }

  @Test
  void what_a_policy_would_have_done_is_not_said_of_these_receivers() {
    var outcome = new Simulator.Outcome(1_000, 20, 0, 20, 3, List.of(), List.of(), List.of());
    assertThat(PolicyTrials.said(outcome))
        .isEqualTo(
            "20 of 1,000 messages quarantined or rejected; none of senders of yours. For 3 of"
                + " these, receivers had a reason not to follow the policy.");
  }

  private static Simulator.Terms policy(String p, boolean testing) {
    return new Simulator.Terms(
        Policy.ofWire(p).orElseThrow(),
        null,
        null,
        Alignment.Mode.RELAXED,
        Alignment.Mode.RELAXED,
        testing);
  }
}
