package dev.plumbline.recheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryPausesTest {

  private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");

  private final RetryPauses pauses = new RetryPauses();

  @Test
  void a_round_that_fails_again_and_again_is_tried_less_and_less() {
    assertThat(pauses.isOver("gull.example", NOW)).isTrue();
    assertThat(pauses.failed("gull.example", NOW)).isEqualTo(Duration.ofMinutes(1));
    assertThat(pauses.isOver("gull.example", NOW.plusSeconds(59))).isFalse();
    assertThat(pauses.isOver("gull.example", NOW.plusSeconds(60))).isTrue();
    assertThat(pauses.isOver("tern.example", NOW)).isTrue();
    assertThat(pauses.failed("gull.example", NOW)).isEqualTo(Duration.ofMinutes(2));
    for (int i = 0; i < 20; i++) {
      pauses.failed("gull.example", NOW);
    }
    assertThat(pauses.failed("gull.example", NOW)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void a_round_that_worked_ends_the_pause() {
    pauses.failed("gull.example", NOW);
    pauses.failed("gull.example", NOW);
    pauses.worked("gull.example");
    assertThat(pauses.isOver("gull.example", NOW)).isTrue();
    assertThat(pauses.failed("gull.example", NOW)).isEqualTo(Duration.ofMinutes(1));
  }
}
