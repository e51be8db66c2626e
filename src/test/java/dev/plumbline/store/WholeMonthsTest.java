package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class WholeMonthsTest {

  private static LocalDate day(int month, int day) {
    return LocalDate.of(2026, month, day);
  }

  @Test
  void months_that_are_cut_at_either_end_are_none_of_them() {
    assertThat(WholeMonths.of(day(1, 2), day(4, 29)))
        .isEqualTo(new WholeMonths(day(2, 1), day(4, 1)));
    assertThat(WholeMonths.of(day(1, 1), day(4, 30)))
        .isEqualTo(new WholeMonths(day(1, 1), day(5, 1)));
    assertThat(WholeMonths.of(day(2, 1), day(2, 28)))
        .isEqualTo(new WholeMonths(day(2, 1), day(3, 1)));
  }

  @Test
  void a_period_within_two_months_has_none() {
    for (LocalDate to : new LocalDate[] {day(3, 5), day(3, 31), day(4, 1), day(4, 29)}) {
      assertThat(WholeMonths.of(day(3, 5), to)).isEqualTo(new WholeMonths(day(3, 5), day(3, 5)));
    }
  }
}
