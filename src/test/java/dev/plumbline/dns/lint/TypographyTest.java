package dev.plumbline.dns.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypographyTest {

  @ParameterizedTest
  @CsvSource({
    "\u201cv=x\u201d, v=x",
    "\u2039v=x\u203a, v=x",
    "a\u2013b, a-b",
    "a\ufe63b, a-b",
    "\u02dcall, ~all",
    "a\u00a0b, a b",
    "a\u200bb, ab",
    "plain, plain",
  })
  void characters_become_what_was_meant(String written, String meant) {
    assertThat(Typography.mended(written)).isEqualTo(meant);
    String octets =
        new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(Typography.mended(octets)).as("as DNS gives it").isEqualTo(meant);
  }

  @Test
  void the_first_such_character_is_found_and_named() {
    assertThat(Typography.first("v=x")).isEqualTo(-1);
    String text = "v=x \u2013all";
    assertThat(Typography.first(text)).isEqualTo(4);
    assertThat(Typography.at(text, 4).name()).isEqualTo("a dash (U+2013) in the place of a hyphen");
  }
}
