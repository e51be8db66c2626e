package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.store.judgement.DomainList;
import dev.plumbline.store.judgement.DomainState;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FirstThingsTest {

  @Test
  void a_step_says_how_much_mail_of_yours_it_is_about_where_some_fails() {
    assertThat(FirstThings.stake(line(DomainState.LOSING, 40, 7)))
        .isEqualTo("7 messages of yours lost");
    for (DomainState state : new DomainState[] {DomainState.REGRESSED, DomainState.FIX}) {
      assertThat(FirstThings.stake(line(state, 40, 0)))
          .isEqualTo("40 of 60 messages of yours fail");
      assertThat(FirstThings.stake(line(state, 0, 0))).isEqualTo("90 messages reported");
    }
    assertThat(FirstThings.stake(line(DomainState.DECIDE, 40, 0)))
        .isEqualTo("90 messages reported");
  }

  private static DomainList.Line line(DomainState state, long failing, long losing) {
    return new DomainList.Line(
        1,
        "stake.example",
        true,
        state,
        1,
        0,
        0,
        90,
        60,
        failing,
        losing,
        null,
        Map.of(),
        null,
        null,
        null);
  }
}
