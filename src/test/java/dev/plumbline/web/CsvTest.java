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
}
