package dev.plumbline.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.standing.Simulator;
import dev.plumbline.standing.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTrialTest {

  private static final Simulator.Terms TERMS =
      new Simulator.Terms(
          Policy.REJECT, null, null, Alignment.Mode.RELAXED, Alignment.Mode.RELAXED, false);

  @Test
  void mail_that_only_todays_dns_would_lose_is_a_cost_as_well() {
    assertThat(trial(0, 0).costsMail()).isFalse();
    assertThat(trial(0, 2).costsMail()).isTrue();
    assertThat(trial(2, 0).costsMail()).isTrue();
  }

  private static PolicyTrial trial(long reported, long today) {
    return new PolicyTrial(TERMS, outcome(reported), outcome(today));
  }

  private static Simulator.Outcome outcome(long lost) {
    List<Simulator.Loss> losses =
        lost == 0 ? List.of() : List.of(new Simulator.Loss("own", "own", Standing.REGRESSED, lost));
    return new Simulator.Outcome(10, lost, 0, lost, 0, losses, List.of(), List.of());
  }
}
