package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClockProducerTest {

  private static final Instant BEGUN = Instant.parse("2026-12-01T23:50:00Z");

  private static Instant shown(String today, Duration later) {
    Clock real = Clock.fixed(BEGUN.plus(later), ZoneOffset.UTC);
    return ClockProducer.showing(Optional.ofNullable(today), BEGUN, real).instant();
  }

  @Test
  void without_a_day_the_real_time_is_shown() {
    assertThat(shown(null, Duration.ofMinutes(5))).isEqualTo("2026-12-01T23:55:00Z");
  }

  @Test
  void a_day_is_shown_at_the_real_time_of_day() {
    assertThat(shown("2026-11-23", Duration.ofMinutes(5))).isEqualTo("2026-11-23T23:55:00Z");
  }

  @Test
  void a_moment_is_shown_from_the_beginning_of_the_process_and_goes_on_over_a_real_midnight() {
    String today = "2026-11-23T13:00:00Z";
    assertThat(shown(today, Duration.ZERO)).isEqualTo("2026-11-23T13:00:00Z");
    assertThat(shown(today, Duration.ofMinutes(25))).isEqualTo("2026-11-23T13:25:00Z");
  }
}
