package dev.plumbline.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {

  @Test
  void one_is_told_otherwise_than_none_and_many() {
    assertThat(Counted.of(0, "session")).isEqualTo("0 sessions");
    assertThat(Counted.of(1, "session")).isEqualTo("1 session");
    assertThat(Counted.of(2_000, "group differs", "groups differ"))
        .isEqualTo("2,000 groups differ");
    assertThat(Counted.of(1, "group differs", "groups differ")).isEqualTo("1 group differs");
  }
}
