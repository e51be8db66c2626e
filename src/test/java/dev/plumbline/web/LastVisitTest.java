package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LastVisitTest {

  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

  @Test
  void the_first_visit_has_none_before() {
    assertThat(LastVisit.of(null, NOW)).isEqualTo(new LastVisit(null, NOW));
    assertThat(LastVisit.of("0-", NOW).before()).isNull();
    assertThat(LastVisit.of("-1-99999999999", NOW).before()).isNull();
  }

  @Test
  void a_visit_goes_on_while_the_page_is_asked_for_and_ends_after_half_an_hour() {
    Instant monday = NOW.minus(Duration.ofDays(7));
    LastVisit first = LastVisit.of(null, monday);
    LastVisit second = LastVisit.of(first.cookie().getValue(), NOW);
    assertThat(second.before()).isEqualTo(monday);
    LastVisit later = LastVisit.of(second.cookie().getValue(), NOW.plusSeconds(60));
    assertThat(later.before()).isEqualTo(monday);
    Instant next = NOW.plus(Duration.ofHours(2));
    assertThat(LastVisit.of(later.cookie().getValue(), next).before())
        .isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void a_time_to_come_is_nonsense() {
    long tomorrow = NOW.plus(Duration.ofDays(1)).getEpochSecond();
    assertThat(LastVisit.of("1-" + tomorrow, NOW).before()).isNull();
  }
}
