package dev.plumbline.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.store.alert.AlertFacts.Day;
import dev.plumbline.store.alert.AlertFacts.Past;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class UnusualTest {

  private static Day day(long messages, long fails, Past past) {
    return new Day(
        "unusual.example", "key", "name", LocalDate.of(2026, 11, 22), messages, fails, 1_000, past);
  }

  @Test
  void a_share_that_no_day_before_had_is_unusual() {
    Past calm = new Past(28, 28_000, 280, 0.02, 0);
    assertThat(Unusual.failsMore(day(1_000, 100, calm))).isTrue();
    assertThat(Unusual.failsMore(day(1_000, 20, calm))).as("as on the worst day").isFalse();
    assertThat(Unusual.failsMore(day(1_000, 21, calm))).as("hardly more").isFalse();
  }

  @Test
  void what_always_fails_is_never_unusual() {
    Past bad = new Past(28, 28_000, 25_000, 0.95, 0);
    assertThat(Unusual.failsMore(day(1_000, 940, bad))).isFalse();
  }

  @Test
  void single_messages_and_short_pasts_say_nothing() {
    assertThat(Unusual.failsMore(day(1, 1, new Past(28, 28, 0, 0, 0)))).isFalse();
    assertThat(Unusual.failsMore(day(1_000, 900, new Past(6, 6_000, 0, 0, 0)))).isFalse();
    assertThat(Unusual.failsMore(day(20, 9, new Past(28, 560, 0, 0, 0))))
        .as("less than a hundredth of the domain's mail")
        .isFalse();
  }

  @Test
  void a_wave_is_far_above_every_day_before() {
    // 28 days of 10 each.
    Past few = new Past(28, 280, 0, 10, 2_800);
    assertThat(Unusual.isWave(day(400, 390, few))).isTrue();
    assertThat(Unusual.isWave(day(12, 0, few))).isFalse();
    // Now and then 300 came in a day.
    Past lumps = new Past(28, 900, 0, 300, 270_000);
    assertThat(Unusual.isWave(day(320, 0, lumps))).isFalse();
    assertThat(Unusual.isWave(day(9, 0, new Past(28, 0, 0, 0, 0))))
        .as("some strangers are at every domain")
        .isFalse();
  }
}
