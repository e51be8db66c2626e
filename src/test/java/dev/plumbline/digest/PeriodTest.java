package dev.plumbline.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.store.digest.Rhythm;
import dev.plumbline.store.digest.Subscription.Timing;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class PeriodTest {

  private static Timing timing(Rhythm rhythm, int day, int hour, String zone) {
    return new Timing(rhythm, day, hour, ZoneId.of(zone));
  }

  private static String newest(Timing timing, String now) {
    Period.Due due = Period.newest(timing, Instant.parse(now));
    return due.period().key() + " at " + due.at();
  }

  @Test
  void a_weekly_digest_is_about_the_last_whole_week() {
    Timing monday = timing(Rhythm.WEEKLY, 1, 7, "Europe/Berlin");
    assertThat(newest(monday, "2026-11-23T06:00:00Z"))
        .isEqualTo("2026-W47 at 2026-11-23T06:00:00Z");
    assertThat(newest(monday, "2026-11-23T05:59:59Z"))
        .isEqualTo("2026-W46 at 2026-11-16T06:00:00Z");
    assertThat(newest(monday, "2026-11-29T23:00:00Z"))
        .isEqualTo("2026-W47 at 2026-11-23T06:00:00Z");
    assertThat(newest(timing(Rhythm.WEEKLY, 5, 7, "UTC"), "2026-11-29T23:00:00Z"))
        .isEqualTo("2026-W47 at 2026-11-27T07:00:00Z");
  }

  @Test
  void daily_and_monthly_ones_are_about_the_day_and_the_month_before() {
    assertThat(newest(timing(Rhythm.DAILY, 1, 8, "UTC"), "2026-11-28T09:00:00Z"))
        .isEqualTo("2026-11-27 at 2026-11-28T08:00:00Z");
    assertThat(newest(timing(Rhythm.MONTHLY, 28, 8, "UTC"), "2026-03-27T09:00:00Z"))
        .isEqualTo("2026-01 at 2026-02-28T08:00:00Z");
    assertThat(newest(timing(Rhythm.MONTHLY, 2, 8, "UTC"), "2026-01-02T08:00:00Z"))
        .isEqualTo("2025-12 at 2026-01-02T08:00:00Z");
  }

  @Test
  void the_clock_that_is_put_forward_loses_no_digest() {
    // On 29 March 2026 there is no 02:00 in Berlin.
    Timing night = timing(Rhythm.DAILY, 1, 2, "Europe/Berlin");
    assertThat(newest(night, "2026-03-29T01:00:00Z"))
        .isEqualTo("2026-03-28 at 2026-03-29T01:00:00Z");
  }

  @Test
  void keys_are_read_back_and_others_are_not_periods() {
    for (String key : new String[] {"2026-W47", "2026-W53", "2026-11", "2026-11-22"}) {
      assertThat(Period.parse(key)).get().extracting(Period::key).isEqualTo(key);
    }
    for (String key : new String[] {"2025-W53", "2026-W54", "2026-13", "2026-11-31", "week"}) {
      assertThat(Period.parse(key)).as(key).isEmpty();
    }
    Period week = Period.parse("2026-W01").orElseThrow();
    assertThat(week.from()).hasToString("2025-12-29");
    assertThat(week.previous().key()).isEqualTo("2025-W52");
  }

  @Test
  void a_period_over_the_end_of_a_year_tells_both_years() {
    assertThat(Period.parse("2026-W47").orElseThrow().words()).isEqualTo("16 Nov – 22 Nov 2026");
    assertThat(Period.parse("2026-W53").orElseThrow().words())
        .isEqualTo("28 Dec 2026 – 3 Jan 2027");
    assertThat(Period.parse("2025-W01").orElseThrow().words())
        .isEqualTo("30 Dec 2024 – 5 Jan 2025");
    assertThat(Period.parse("2026-12").orElseThrow().words()).isEqualTo("1 Dec – 31 Dec 2026");
  }

  @Test
  void a_day_that_there_is_not_is_refused_in_a_sentence() {
    assertThatThrownBy(() -> timing(Rhythm.WEEKLY, 8, 7, "UTC"))
        .hasMessage("The day is 8; for a weekly digest it must be from 1 to 7.");
  }
}
