package dev.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

  /** A line to export. */
  public record Named(String name, List<String> others, int count) {}

  @Test
  void what_strangers_wrote_is_no_formula_and_turns_no_line_around() {
    var out = new ByteArrayOutputStream();
    try (Lines lines = Lines.to(out, Lines.Format.CSV, Named.class)) {
      lines.write(new Named(" =1+1", List.of("\uFF1D1+1", "b"), -1));
      lines.write(new Named("gpj.\u202Eexe", List.of("@sum"), 2));
      lines.write(new Named("plain", List.of(), 3));
    }
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "name,others,count", "' =1+1,'\uFF1D1+1; b,-1", "gpj.\\u{202e}exe,'@sum,2", "plain,,3");
  }
}
