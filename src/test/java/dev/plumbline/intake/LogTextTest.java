package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

  @Test
  void a_subject_cannot_begin_a_log_line_of_its_own() {
    assertThat(LogText.safe("a\r\n2026-01-01 ERROR forged\u001b[31m\u202e"))
        .isEqualTo("a\\u{d}\\u{a}2026-01-01 ERROR forged\\u{1b}[31m\\u{202e}");
  }

  @Test
  void long_text_is_cut() {
    assertThat(LogText.safe("x".repeat(10_000))).hasSizeLessThan(320).endsWith("...");
  }

  @Test
  void other_languages_stay_readable() {
    assertThat(LogText.safe("Sueño 報告")).isEqualTo("Sueño 報告");
  }
}
