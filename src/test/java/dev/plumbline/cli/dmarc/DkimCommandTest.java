package dev.plumbline.cli.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.cli.GoldenText;
import dev.plumbline.cli.shell.CommandGroup;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DkimCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void keys_that_are_good_are_exit_status_0() throws IOException {
    assertThat(check("example.org", "s1", "s2")).isZero();
    GoldenText.check("dkim-good.txt", out.toString());
  }

  @Test
  void key_that_is_weak_or_missing_is_exit_status_1() throws IOException {
    assertThat(check("example.org", "s1", "old", "none")).isEqualTo(1);
    GoldenText.check("dkim-bad.txt", out.toString());
  }

  @Test
  void json_is_one_line_a_selector() throws IOException {
    assertThat(check("example.org", "s2", "old", "--format", "json")).isEqualTo(1);
    String[] lines = out.toString().split("\n");
    assertThat(lines).hasSize(2);
    JsonNode s2 = new ObjectMapper().readTree(lines[0]);
    assertThat(s2.get("state").asText()).isEqualTo("valid");
    assertThat(s2.get("bits").asInt()).isEqualTo(2048);
    assertThat(s2.get("strength").asText()).isEqualTo("good");
    assertThat(s2.get("provider").asText()).isEqualTo("SendGrid");
    assertThat(s2.at("/aliases/0").asText()).isEqualTo("s2.domainkey.u1.wl.sendgrid.net");
    JsonNode old = new ObjectMapper().readTree(lines[1]);
    assertThat(old.get("state").asText()).isEqualTo("test_mode");
    assertThat(old.get("strength").asText()).isEqualTo("weak");
    assertThat(old.at("/flags/0").asText()).isEqualTo("y");
    assertThat(old.get("warnings").asInt()).isEqualTo(2);
  }

  @Test
  void wrong_input_is_exit_status_2() {
    assertThat(check("example.org")).isEqualTo(2);
    assertThat(check("example.org", "a..b")).isEqualTo(2);
    assertThat(check("-", "s1")).isEqualTo(2);
    assertThat(check("example.org", "s1", "--format", "xml")).isEqualTo(2);
    assertThat(
            CommandGroup.line(new DkimCommand(), List.of()).setErr(new PrintWriter(err)).execute())
        .isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  private int check(String... arguments) {
    List<String> all = new ArrayList<>(List.of("check"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--zone", GoldenText.ZONE.toString(), "--servers", "none"));
    return CommandGroup.line(new DkimCommand(), List.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
