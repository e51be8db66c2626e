package dev.plumbline.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class CountedTest {

  @Test
  void thousands_are_set_apart() {
    for (long number :
        new long[] {0, 1, 12, 999, 1_000, 12_345, 999_999, 1_000_000, Long.MAX_VALUE}) {
      assertThat(Counted.number(number)).isEqualTo(String.format(Locale.ENGLISH, "%,d", number));
      assertThat(Counted.number(-number)).isEqualTo(String.format(Locale.ENGLISH, "%,d", -number));
    }
    assertThat(Counted.number(Long.MIN_VALUE)).isEqualTo("-9,223,372,036,854,775,808");
  }

  @Test
  void one_is_told_otherwise_than_none_and_many() {
    assertThat(Counted.of(0, "session")).isEqualTo("0 sessions");
    assertThat(Counted.of(1, "session")).isEqualTo("1 session");
    assertThat(Counted.of(2_000, "group differs", "groups differ"))
        .isEqualTo("2,000 groups differ");
    assertThat(Counted.of(1, "group differs", "groups differ")).isEqualTo("1 group differs");
  }
}
