package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MainTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream systemOut = System.out;
  private final PrintStream systemErr = System.err;

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(systemOut);
    System.setErr(systemErr);
    System.clearProperty("plumbline.http.host");
    System.clearProperty("plumbline.http.port");
    System.clearProperty("plumbline.config");
  }

  @Test
  void help_names_every_command() {
    assertThat(Main.run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("serve", "demo");
  }

  @Test
  void a_path_that_does_not_exist_is_wrong_use_of_ingest() {
    assertThat(Main.run("ingest", "no/such/file")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("no/such/file does not exist");
    assertThat(Main.run("ingest")).isEqualTo(2);
  }

  @Test
  void an_unknown_command_is_wrong_use() {
    assertThat(Main.run("frobnicate")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("frobnicate");
  }

  @Test
  void an_address_other_machines_reach_is_refused_with_the_reason() {
    for (String host : new String[] {"0.0.0.0", "::", "192.0.2.1", "mail.example", "1270.0.0.1"}) {
      err.reset();
      System.setProperty("plumbline.http.host", host);
      assertThat(Main.run("serve")).as(host).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .contains("plumbline.http.host is " + host)
          .contains("no sign-in yet")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void a_port_that_is_no_port_is_refused() {
    for (String port : new String[] {"http", "70000", "-1"}) {
      err.reset();
      System.setProperty("plumbline.http.port", port);
      assertThat(Main.run("serve")).as(port).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("plumbline.http.port");
    }
  }

  @Test
  void a_settings_file_that_is_missing_is_named() {
    System.setProperty("plumbline.config", "/no/such/plumbline.properties");
    assertThat(Main.run("serve")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("/no/such/plumbline.properties");
  }
}
