package dev.plumbline.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.standing.SenderJudge.Part;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SenderJudgeTest {

  @Test
  void one_message_in_a_hundred_is_enough_to_count() {
    assertThat(judged(99, 1).standing()).isEqualTo(Standing.REGRESSED);
    assertThat(judged(100, 1).standing()).isEqualTo(Standing.AUTHORIZED);
  }

  private static Judgement judged(long fine, long regressed) {
    return SenderJudge.judge(
        List.of(
            part("192.0.2.1", fine, Standing.AUTHORIZED),
            part("192.0.2.2", regressed, Standing.REGRESSED)));
  }

  @Test
  void the_reasons_say_which_sources() {
    assertThat(judged(60, 40).sentences())
        .containsExactly(
            "Some of its mail passed DMARC for you in the days it is judged by.",
            "This is true of 1 of its 2 sources (40 messages); most of that came from 192.0.2.2.");
  }

  @Test
  void every_standing_has_its_place() {
    assertThat(EnumSet.copyOf(SenderJudge.BY_URGENCY)).isEqualTo(EnumSet.allOf(Standing.class));
    assertThat(SenderJudge.BY_URGENCY).hasSize(Standing.values().length);
  }

  private static Part part(String source, long messages, Standing standing) {
    return new Part(source, messages, new Judgement(standing, List.of(new Reason.SomePassed())));
  }
}
