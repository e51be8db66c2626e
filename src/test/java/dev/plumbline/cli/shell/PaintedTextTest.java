package dev.plumbline.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaintedTextTest {

  @Test
  void standings_and_what_lines_begin_with_are_painted_and_nothing_else() throws IOException {
    assertThat(painted("Mailer REGRESSED since\n"))
        .isEqualTo("Mailer \u001b[31mREGRESSED\u001b[0m since\n");
    assertThat(painted("  ok    logged in\n")).isEqualTo("  \u001b[32mok\u001b[0m    logged in\n");
    assertThat(painted("It would pass, or fail: ok.\n")).isEqualTo("It would pass, or fail: ok.\n");
    assertThat(painted("passed\n")).isEqualTo("passed\n");
  }

  @Test
  void who_wants_none_gets_none() {
    assertThat(PaintedText.isWanted(Map.of())).isTrue();
    assertThat(PaintedText.isWanted(Map.of("NO_COLOR", ""))).isTrue();
    assertThat(PaintedText.isWanted(Map.of("NO_COLOR", "1"))).isFalse();
    assertThat(PaintedText.isWanted(Map.of("TERM", "dumb"))).isFalse();
  }

  private static String painted(String text) throws IOException {
    StringWriter out = new StringWriter();
    try (PaintedText painting = new PaintedText(out)) {
      painting.write(text);
    }
    return out.toString();
  }
}
