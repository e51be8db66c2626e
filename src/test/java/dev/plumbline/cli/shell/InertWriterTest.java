package dev.plumbline.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class InertWriterTest {

  /** Control sequences of one byte and of two, the direction of writing, a tag. */
  private static final String DRIVES =
      "\u001B[31m \u009B2J \u202Egpj.exe " + Character.toString(0xE0041);

  @Test
  void nothing_drives_a_terminal_and_programs_read_the_same() throws IOException {
    String written = written(new ObjectMapper().writeValueAsString(DRIVES));
    assertThat(written).isEqualTo("\"\\u001B[31m \\u009b2J \\u202egpj.exe \\udb40\\udc41\"");
    assertThat(new ObjectMapper().readValue(written, String.class)).isEqualTo(DRIVES);
  }

  @Test
  void what_nobody_escaped_before_does_not_drive_it_either() throws IOException {
    assertThat(written("\u001B[31m\u0007\uD800x")).isEqualTo("\\u001b[31m\\u0007\\ud800x");
  }

  @Test
  void what_people_write_stays_as_it_is() throws IOException {
    String text = "Sueño 報告 עברית 😀\n\tone\r\n";
    assertThat(written(text)).isEqualTo(text);
  }

  @Test
  void who_prints_hears_that_nobody_reads_any_more() {
    var gone = new PrintWriter(new Gone());
    gone.print("lost");
    assertThatThrownBy(() -> new InertWriter(gone).flush()).isInstanceOf(IOException.class);
  }

  /** A pipe whose other end is closed. */
  private static final class Gone extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      throw new IOException("Broken pipe");
    }
  }

  private static String written(String text) throws IOException {
    var all = new StringWriter();
    new InertWriter(all).write(text);
    var each = new StringWriter();
    var one = new InertWriter(each);
    for (char c : text.toCharArray()) {
      one.write(c);
    }
    assertThat(each).hasToString(all.toString());
    return all.toString();
  }
}
