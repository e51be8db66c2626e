package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.BadRequestException;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeriodTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  @Test
  void ends_at_the_newest_day_with_reports_and_says_so_when_that_is_long_ago() {
    var newest = Optional.of(LocalDate.of(2026, 8, 31));

    Period period = Period.of(null, null, null, TODAY, newest);

    assertThat(period.from()).isEqualTo(LocalDate.of(2026, 8, 2));
    assertThat(period.to()).isEqualTo(LocalDate.of(2026, 8, 31));
    assertThat(period.picker("/").note()).contains("31 Aug 2026");
  }

  @Test
  void needs_no_word_when_reports_are_as_new_as_they_can_be() {
    var newest = Optional.of(TODAY.minusDays(1));

    assertThat(Period.of(null, null, null, TODAY, newest).picker("/").note()).isNull();
  }

  @Test
  void ends_today_without_reports() {
    assertThat(Period.of("90", null, null, TODAY, Optional.empty()).to()).isEqualTo(TODAY);
  }

  @Test
  void custom_days_are_both_included() {
    Period period = Period.of(null, "2026-10-01", "2026-10-31", TODAY, Optional.empty());

    assertThat(period.query()).isEqualTo("from=2026-10-01&to=2026-10-31");
    assertThat(period.picker("/").custom()).isTrue();
  }

  @Test
  void nonsense_is_a_bad_request_with_a_sentence() {
    assertThatThrownBy(() -> Period.of("many", null, null, TODAY, Optional.empty()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("number from 1");
    assertThatThrownBy(() -> Period.of(null, "yesterday", null, TODAY, Optional.empty()))
        .hasMessageContaining("2026-11-22");
    assertThatThrownBy(() -> Period.of(null, "2026-11-02", "2026-11-01", TODAY, Optional.empty()))
        .hasMessageContaining("after its end");
  }
}
