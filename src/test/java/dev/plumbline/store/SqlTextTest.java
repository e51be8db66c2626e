package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SqlTextTest {

  @Test
  void whole_characters_are_kept_and_halves_replaced() {
    assertThat(SqlText.clean("\ud83d\ude00 a")).isEqualTo("\ud83d\ude00 a");
    assertThat(SqlText.clean("\ude00\ud83d")).isEqualTo("\uFFFD\uFFFD");
    assertThat(SqlText.clean("a\0b")).isEqualTo("a\uFFFDb");
  }

  @Test
  void a_long_key_stays_short_and_different() {
    String long1 = "\u6f22".repeat(900) + "1";
    String long2 = "\u6f22".repeat(900) + "2";
    assertThat(SqlText.key(long1)).isNotEqualTo(SqlText.key(long2)).startsWith("\u6f22");
    assertThat(SqlText.key(long1).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_000);
    assertThat(SqlText.key("\ud83d\ude00".repeat(40) + "x".repeat(990))).doesNotContain("\uFFFD");
    assertThat(SqlText.key("x" + "\ud83d\ude00".repeat(400))).contains("\uFFFD...");
    assertThat(SqlText.key("x".repeat(1_000))).hasSize(1_000);
  }

  @Test
  void copy_fields_escape_what_ends_a_field_or_a_row() {
    StringBuilder line = new StringBuilder();
    SqlText.copyField(line, "a\tb\nc\rd\\N");
    SqlText.copyField(line, null);
    assertThat(line).hasToString("a\\tb\\nc\\rd\\\\N\\N");
  }
}
