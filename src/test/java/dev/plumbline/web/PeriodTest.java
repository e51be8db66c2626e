package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.BadRequestException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeriodTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  @Test
  void ends_today_and_says_so_when_the_newest_report_is_old() {
    var newest = Optional.of(LocalDate.of(2026, 8, 31));

    Period period = Period.of(null, null, null, TODAY, newest);

    assertThat(period.from()).isEqualTo(LocalDate.of(2026, 10, 25));
    assertThat(period.to()).isEqualTo(TODAY);
    assertThat(period.picker("/").note())
        .isEqualTo("The newest report is about 31 Aug 2026, 84 days ago.");
  }

  @Test
  void says_where_it_begins_if_more_was_asked_for_than_is_shown() {
    Period period = Period.of(null, "2012-01-01", "2026-11-01", TODAY, Optional.empty());

    assertThat(period.from()).isEqualTo(LocalDate.of(2016, 10, 24));
    assertThat(period.picker("/").note())
        .isEqualTo("A page shows 3,660 days at most; this period begins on 24 Oct 2016.");
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
  void what_else_the_address_says_stays_in_other_periods() {
    PeriodPicker picker =
        Period.of(null, null, null, TODAY, Optional.empty())
            .picker("/", List.of(new HiddenField("q", "a&b"), new HiddenField("sort", "name")));

    assertThat(picker.choices())
        .extracting(PeriodPicker.Choice::href)
        .containsExactly(
            "/?days=30&q=a%26b&sort=name",
            "/?days=90&q=a%26b&sort=name", "/?days=365&q=a%26b&sort=name");
    assertThat(picker.kept()).hasSize(2);
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
