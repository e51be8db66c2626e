package dev.plumbline.store.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.store.alert.Channel.Quiet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuietTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void hours_over_midnight_are_those_of_the_zone_also_where_the_clock_is_changed() {
    assertThat(quiet(new Quiet(22, 6, BERLIN), LocalDate.of(2026, 11, 23)))
        .containsExactly("2026-11-23T21:00:00Z to 2026-11-24T05:00:00Z");
    assertThat(quiet(new Quiet(22, 6, BERLIN), LocalDate.of(2026, 10, 24)))
        .as("nine hours, as the clock is put back")
        .containsExactly("2026-10-24T20:00:00Z to 2026-10-25T05:00:00Z");
    assertThat(quiet(new Quiet(22, 6, BERLIN), LocalDate.of(2027, 3, 27)))
        .as("seven hours, as it is put forward")
        .containsExactly("2027-03-27T21:00:00Z to 2027-03-28T04:00:00Z");
    assertThat(quiet(new Quiet(22, 6, ZoneId.of("Asia/Kathmandu")), LocalDate.of(2026, 11, 23)))
        .containsExactly("2026-11-23T16:15:00Z to 2026-11-24T00:15:00Z");
    assertThat(
            quiet(new Quiet(22, 6, ZoneId.of("America/Los_Angeles")), LocalDate.of(2026, 10, 31)))
        .containsExactly("2026-11-01T05:00:00Z to 2026-11-01T14:00:00Z");
  }

  @Test
  void hours_that_end_while_the_clock_is_changed_end_once() {
    assertThat(quiet(new Quiet(22, 2, BERLIN), LocalDate.of(2027, 3, 27)))
        .as("there is no hour from 2 to 3")
        .containsExactly("2027-03-27T21:00:00Z to 2027-03-28T01:00:00Z");
    assertThat(quiet(new Quiet(22, 3, BERLIN), LocalDate.of(2026, 10, 24)))
        .as("there are two")
        .containsExactly("2026-10-24T20:00:00Z to 2026-10-25T02:00:00Z");
    assertThat(quiet(new Quiet(22, 0, BERLIN), LocalDate.of(2026, 11, 23)))
        .containsExactly("2026-11-23T21:00:00Z to 2026-11-23T23:00:00Z");
  }

  /** When it is quiet from noon of a day to noon of the next. */
  private static List<String> quiet(Quiet hours, LocalDate day) {
    List<String> spans = new ArrayList<>();
    Instant begin = null;
    Instant end = day.plusDays(1).atTime(12, 0).atZone(hours.zone()).toInstant();
    for (Instant at = day.atTime(12, 0).atZone(hours.zone()).toInstant();
        at.isBefore(end);
        at = at.plus(Duration.ofMinutes(1))) {
      if (hours.covers(at) && begin == null) {
        begin = at;
      } else if (!hours.covers(at) && begin != null) {
        spans.add(begin + " to " + at);
        begin = null;
      }
    }
    return spans;
  }
}
