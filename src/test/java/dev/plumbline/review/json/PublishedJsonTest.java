package dev.plumbline.review.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** JSON that may be looked at in a terminal. */
class PublishedJsonTest {

  /** A published record of one text. */
  public record One(String text) {}

  private static final String HOSTILE = "a\u009b2J\u202e\u007f\u001bb";

  @Test
  void what_drives_a_terminal_is_written_by_its_number() throws Exception {
    String line = PublishedJson.line(new One(HOSTILE));
    assertThat(line.toLowerCase(java.util.Locale.ROOT))
        .isEqualTo("{\"text\":\"a\\u009b2j\\u202e\\u007f\\u001bb\"}");
    assertThat(JsonMapper.builder().build().readTree(line).get("text").asText())
        .as("the same to a program")
        .isEqualTo(HOSTILE);
  }

  @Test
  void it_is_so_in_exports_too() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SequenceWriter lines = PublishedJson.lines(out);
    lines.write(new One(HOSTILE));
    lines.flush();
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("\u009b", "\u202e", "\u007f");
  }

  @Test
  void what_people_write_stays_as_it_is() {
    String plain = "B\u00fccher \u4f8b\u3048 \ud83d\udcec";
    assertThat(PublishedJson.line(new One(plain))).isEqualTo("{\"text\":\"" + plain + "\"}");
  }
}
