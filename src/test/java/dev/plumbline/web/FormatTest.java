package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class FormatTest {

  @Test
  void counts_have_thousands_separators() {
    assertThat(Format.count(1_234_567)).isEqualTo("1,234,567");
    assertThat(Format.count(1, "message", "messages")).isEqualTo("1 message");
    assertThat(Format.count(0, "message", "messages")).isEqualTo("0 messages");
  }

  @Test
  void only_all_is_100_percent_and_only_none_is_0() {
    assertThat(Format.share(1, 1)).isEqualTo("100%");
    assertThat(Format.share(99_999, 100_000)).isEqualTo(">99.9%");
    assertThat(Format.share(999, 1_000)).isEqualTo("99.9%");
    assertThat(Format.share(1, 100_000)).isEqualTo("<0.1%");
    assertThat(Format.share(0, 5)).isEqualTo("0%");
    assertThat(Format.share(0, 0)).isEqualTo("–");
    assertThat(Format.share(1, 3)).isEqualTo("33.3%");
    assertThat(Format.share(2, 3)).isEqualTo("66.7%");
    assertThat(Format.share(1, 8)).isEqualTo("12.5%");
    assertThat(Format.share(1, 16)).isEqualTo("6.3%");
    assertThat(Format.share(1, 1_000)).isEqualTo("0.1%");
    assertThat(Format.share(1, 100)).isEqualTo("1.0%");
  }

  @Test
  void days_of_one_month_or_year_say_it_once() {
    LocalDate end = LocalDate.of(2026, 11, 22);
    assertThat(Format.days(end, end)).isEqualTo("22 Nov 2026");
    assertThat(Format.days(end.withDayOfMonth(1), end)).isEqualTo("1 – 22 Nov 2026");
    assertThat(Format.days(LocalDate.of(2026, 10, 24), end)).isEqualTo("24 Oct – 22 Nov 2026");
    assertThat(Format.days(LocalDate.of(2025, 11, 23), end)).isEqualTo("23 Nov 2025 – 22 Nov 2026");
  }

  @Test
  void times_are_utc_and_say_so() {
    assertThat(Format.time(Instant.parse("2026-11-22T23:05:09Z")))
        .isEqualTo("22 Nov 2026, 23:05 UTC");
  }

  @Test
  void sizes_have_a_unit() {
    assertThat(Format.bytes(1)).isEqualTo("1 byte");
    assertThat(Format.bytes(1_536)).isEqualTo("1.5 KiB");
    assertThat(Format.bytes(5L << 20)).isEqualTo("5.0 MiB");
  }
}
