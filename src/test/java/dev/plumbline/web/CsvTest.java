package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CsvTest {

  @Test
  void what_would_be_a_formula_is_text() {
    assertThat(Csv.line("=1+1", "+1", "-1", "@sum", "\tx", "plain"))
        .isEqualTo("\"'=1+1\",\"'+1\",\"'-1\",\"'@sum\",\"'\tx\",\"plain\"\r\n");
  }

  @Test
  void quotes_and_line_breaks_stay_within_their_field() {
    assertThat(Csv.line("a\"b", "c\r\nd")).isEqualTo("\"a\"\"b\",\"c\r\nd\"\r\n");
  }

  @Test
  void no_blank_and_no_wide_sign_hides_a_formula() {
    assertThat(Csv.line("  =1+1", "\n=1", "\uFF1D1+1", "a = b"))
        .isEqualTo("\"'  =1+1\",\"'\n=1\",\"'\uFF1D1+1\",\"a = b\"\r\n");
  }

  @Test
  void what_turns_the_direction_of_writing_is_told() {
    assertThat(Csv.line("gpj.\u202Eexe")).isEqualTo("\"gpj.\\u{202e}exe\"\r\n");
  }
}
