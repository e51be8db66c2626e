package dev.plumbline.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InertTextTest {

  @Test
  void what_turns_the_direction_of_writing_is_told_by_its_number() {
    for (int c :
        new int[] {
          0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068,
          0x2069
        }) {
      assertThat(InertText.visible("a" + Character.toString(c) + "b"))
          .isEqualTo("a\\u{" + Integer.toHexString(c) + "}b");
    }
  }

  @Test
  void what_shows_nothing_is_told_too() {
    assertThat(InertText.visible("pay\u200Bpal \uFEFF \u2028 \u0007 \u009B31m"))
        .isEqualTo("pay\\u{200b}pal \\u{feff} \\u{2028} \\u{7} \\u{9b}31m");
    assertThat(InertText.visible("tag" + Character.toString(0xE0041) + "\uD800"))
        .isEqualTo("tag\\u{e0041}\\u{d800}");
  }

  @Test
  void no_cell_is_a_formula() {
    for (String text :
        new String[] {"=1+1", "+1", "-1", "@sum", "\tx", "  =1", "\n=1", "\uFF1D1"}) {
      assertThat(InertText.cell(text)).isEqualTo("'" + text);
    }
    for (String text : new String[] {"", "  ", "a = b", "example.org"}) {
      assertThat(InertText.cell(text)).isSameAs(text);
    }
    assertThat(InertText.cell("gpj.\u202Eexe")).isEqualTo("gpj.\\u{202e}exe");
  }

  @Test
  void other_languages_and_lines_stay_as_they_are() {
    for (String text :
        new String[] {"Sueño 報告", "می\u200Cخواهم", "עברית", "one\r\n\ttwo", "a ~", ""}) {
      assertThat(InertText.visible(text)).isSameAs(text);
    }
  }
}
