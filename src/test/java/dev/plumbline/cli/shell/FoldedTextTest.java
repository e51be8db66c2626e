package dev.plumbline.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FoldedTextTest {

  @Test
  void long_lines_are_folded_between_words_and_go_on_below_their_text() {
    assertThat(folded("  * one two three four five six seven eight nine ten eleven\n"))
        .isEqualTo("  * one two three four five six seven\n    eight nine ten eleven\n");
  }

  @Test
  void what_stands_in_columns_goes_on_below_its_last_one_or_further_to_the_left_if_that_is_wide() {
    assertThat(folded("ok     java  one two three four five six seven\n"))
        .isEqualTo("ok     java  one two three four five six\n             seven\n");
    assertThat(folded("harbourlight.example      p=none  fix 5, decide 3\n"))
        .isEqualTo("harbourlight.example      p=none  fix 5,\n    decide 3\n");
  }

  @Test
  void short_lines_and_records_and_what_has_no_blanks_stay_as_they_are() {
    for (String line :
        new String[] {
          "short\n",
          "\n",
          "Mended: v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 ip4:192.0.2.3 include:made.example ~all\n",
          "x".repeat(90) + "\n"
        }) {
      assertThat(folded(line)).isEqualTo(line);
    }
  }

  @Test
  void help_is_as_wide_as_the_terminal_as_far_as_it_can_be_read() {
    assertThat(FoldedText.helpWidth("64")).hasValue(64);
    assertThat(FoldedText.helpWidth("30")).hasValue(55);
    assertThat(FoldedText.helpWidth("240")).hasValue(100);
    for (String none : new String[] {null, "", "0", "wide", "-80"}) {
      assertThat(FoldedText.helpWidth(none)).as(none).isEmpty();
    }
  }

  @Test
  void no_character_but_blanks_is_lost() {
    String text = ("many words in " + "w".repeat(50) + " and more of them, ").repeat(7) + "end\n";
    assertThat(folded(text).replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
    assertThat(folded(text).lines().filter(line -> line.length() > 40))
        .allMatch(line -> !line.contains(" "));
  }

  @Test
  void a_question_is_seen_before_its_answer() {
    var written = new StringWriter();
    var out = new PrintWriter(new FoldedText(written, 40));
    out.print("Which domain? ");
    out.flush();
    assertThat(written.toString()).isEqualTo("Which domain? ");
  }

  @Test
  void what_goes_wrong_is_folded_for_a_terminal_and_left_alone_for_a_log() {
    String line = "plumbline: this sentence is longer than the terminal is wide\n";
    for (String told : new String[] {"40", null}) {
      var written = new StringWriter();
      FoldedText.errors(written, told).println(line.strip());
      assertThat(written.toString())
          .isEqualTo(
              told == null
                  ? line
                  : "plumbline: this sentence is longer than\n           the terminal is wide\n");
    }
  }

  private static String folded(String text) {
    var written = new StringWriter();
    var out = new PrintWriter(new FoldedText(written, 40));
    out.print(text);
    out.flush();
    return written.toString();
  }
}
