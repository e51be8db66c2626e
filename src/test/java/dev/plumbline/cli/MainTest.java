package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cli.shell.CommandGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

  /** A dot, and what goes on behind it on the next line. */
  private static final Pattern DIVIDED = Pattern.compile("[a-z][.]\\R *[a-z0-9-]+[.]");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream systemOut = System.out;
  private final PrintStream systemErr = System.err;

  @BeforeEach
  void capture() {
    // Tests of a server behind a proxy may have left theirs.
    clearSettings();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(systemOut);
    System.setErr(systemErr);
    clearSettings();
  }

  private static void clearSettings() {
    for (String name :
        List.of("http.host", "http.port", "http.trusted-proxy", "http.public-url", "config")) {
      System.clearProperty("plumbline." + name);
    }
  }

  @Test
  void help_names_every_command() {
    assertThat(Main.run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("serve", "demo");
  }

  @Test
  void the_demo_does_not_come_near_a_database_or_mail_of_others() {
    for (String name :
        List.of(
            "plumbline.db.url",
            "plumbline.db.read-url",
            "plumbline.mailboxes.main.host",
            "plumbline.drop-folder")) {
      System.setProperty(name, "jdbc:postgresql://198.51.100.1/reports");
      try {
        assertThat(Main.run("demo")).isEqualTo(2);
      } finally {
        System.clearProperty(name);
      }
      assertThat(err.toString(StandardCharsets.UTF_8))
          .isEqualTo(
              "plumbline: The demo is about made-up reports alone and must not come near yours;"
                  + " start it without %s.\n".formatted(name));
      err.reset();
    }
  }

  @Test
  void help_at_a_terminal_with_colours_is_text_and_no_control_characters() {
    System.setProperty("picocli.ansi", "true");
    try {
      assertThat(Main.run("export", "--help")).isZero();
      assertThat(Main.run("expotr")).isEqualTo(2);
    } finally {
      System.clearProperty("picocli.ansi");
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("Usage: plumbline export [-hV]")
        .doesNotContain("\\u001b", "\u001b");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("expotr")
        .doesNotContain("\\u001b", "\u001b");
  }

  @Test
  void no_help_breaks_a_name_in_the_middle() {
    List<String> broken = new ArrayList<>();
    for (int width : new int[] {55, 60, 72, 80, 90, 100}) {
      helpOf(new Main(), "plumbline", width, broken);
      String all =
          CommandGroup.line(new Main(), List.of("--help"))
              .setUsageHelpWidth(width)
              .getUsageMessage();
      assertThat(DIVIDED.matcher(all).find()).as(all).isFalse();
    }
    assertThat(broken).isEmpty();
  }

  private static void helpOf(CommandGroup group, String path, int width, List<String> broken) {
    for (String name : group.names()) {
      Object command = group.command(name);
      String help =
          CommandGroup.line(command, List.of("--help")).setUsageHelpWidth(width).getUsageMessage();
      assertThat(help.lines()).as(path + " " + name).allMatch(line -> line.length() <= width);
      if (DIVIDED.matcher(help).find()) {
        broken.add(path + " " + name + ":\n" + help);
      }
      if (command instanceof CommandGroup inner) {
        helpOf(inner, path + " " + name, width, broken);
      }
    }
  }

  @Test
  void help_about_a_command_that_does_not_exist_is_wrong_use() {
    assertThat(Main.run("frobnicate", "--help")).isEqualTo(2);
    assertThat(Main.run("spf", "frobnicate", "--help")).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("frobnicate");
    assertThat(Main.run("spf", "check", "--help")).isZero();
  }

  @Test
  void a_path_that_does_not_exist_is_wrong_use_of_ingest() {
    assertThat(Main.run("ingest", "no/such/file")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("no/such/file does not exist");
    assertThat(Main.run("ingest")).isEqualTo(2);
  }

  @Test
  void a_settings_file_that_cannot_be_read_is_told_in_a_sentence(@TempDir Path folder)
      throws IOException {
    Path broken = Files.writeString(folder.resolve("broken"), "plumbline.http.port=80\\u00zz\n");
    for (var told :
        Map.of(
                folder,
                " cannot be read: it is a folder.",
                broken,
                " cannot be read: \\u has to be followed by four hexadecimal digits.",
                folder.resolve("none"),
                " (plumbline.config) is missing or not readable.")
            .entrySet()) {
      System.setProperty("plumbline.config", told.getKey().toString());
      for (String command : List.of("domains", "doctor", "serve")) {
        err.reset();
        assertThat(Main.run(command)).as(told.getValue()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
            .isEqualTo(
                "plumbline: The settings file "
                    + told.getKey()
                    + told.getValue()
                    + System.lineSeparator());
      }
    }
  }

  @Test
  void what_cannot_be_a_backup_is_refused_before_a_database_is_made(@TempDir Path folder)
      throws IOException {
    System.setProperty("plumbline.data-dir", folder.resolve("data").toString());
    try {
      for (var told :
          Map.of(
                  folder.resolve("none"),
                  "cannot be read: it does not exist.",
                  folder,
                  "cannot be read: it is a folder.",
                  Files.writeString(folder.resolve("text"), "no zip"),
                  "is no backup")
              .entrySet()) {
        err.reset();
        assertThat(Main.run("restore", told.getKey().toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
            .startsWith("plumbline: " + told.getKey() + " " + told.getValue());
        assertThat(folder.resolve("data")).doesNotExist();
      }
    } finally {
      System.clearProperty("plumbline.data-dir");
    }
  }

  @Test
  void a_mailbox_test_without_a_mailbox_says_what_to_set() {
    assertThat(Main.run("mailbox", "test")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("plumbline.mailboxes.NAME.host");
  }

  @Test
  void a_mailbox_that_cannot_be_read_fails_its_test() {
    System.setProperty("plumbline.mailboxes.main.host", "127.0.0.1");
    System.setProperty("plumbline.mailboxes.main.port", "1");
    System.setProperty("plumbline.mailboxes.main.user", "dmarc");
    System.setProperty("plumbline.mailboxes.main.password", "hush");
    try {
      assertThat(Main.run("mailbox", "test", "--format", "json")).isEqualTo(1);
      assertThat(out.toString(StandardCharsets.UTF_8))
          .isEqualTo(
              "{\"mailbox\":\"main\",\"ok\":false,\"findings\":[{\"step\":\"connection\",\"ok\":false,\"text\":\"127.0.0.1:1"
                  + " cannot be reached for mailbox \\\"main\\\": the connection is refused; is the port"
                  + " right?\"}]}"
                  + System.lineSeparator());
      out.reset();
      assertThat(Main.run("mailbox", "test", "main")).isEqualTo(1);
      assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("main").contains("  FAIL  ");
      assertThat(Main.run("mailbox", "test", "other")).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .contains("No mailbox is called \"other\"; there are: main.");
    } finally {
      for (String setting : new String[] {"host", "port", "user", "password"}) {
        System.clearProperty("plumbline.mailboxes.main." + setting);
      }
    }
  }

  @Test
  void a_word_that_is_none_of_those_asked_for_is_told_with_them() {
    assertThat(Main.run("export", "nonsense")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("KIND is \"nonsense\"; it must be one of rows, reports, changes, domains,")
        .contains("failure-reports, tls-reports, intake, alerts, groups." + System.lineSeparator());
    err.reset();
    assertThat(Main.run("senders", "gull.example", "--format", "xml")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("--format is \"xml\"; it must be one of text, json, csv.");
    err.reset();
    assertThat(Main.run("mailbox", "tset")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("There is no command \"tset\".");
  }

  @Test
  void what_a_kind_cannot_be_limited_by_is_refused_not_passed_over() {
    assertThat(Main.run("export", "reports", "--failing")).isEqualTo(2);
    assertThat(Main.run("export", "reports", "--ip", "192.0.2.1")).isEqualTo(2);
    assertThat(Main.run("export", "senders", "--from", "2026-11-01")).isEqualTo(2);
    assertThat(Main.run("export", "domains", "--after", "1")).isEqualTo(2);
    assertThat(Main.run("export", "reporters", "--domain", "gull.example")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "plumbline: --failing is for rows, tls-reports only.",
            "plumbline: --ip is for rows only.",
            "plumbline: --from and --to are for rows, reports, traffic, failure-reports, tls-reports"
                + " only.",
            "plumbline: --after is for rows, reports, changes only.",
            "plumbline: --domain is for rows, reports, changes, domains, senders, sources, traffic,"
                + " decisions, failure-reports, tls-reports, alerts only.");
  }

  @Test
  void a_day_that_is_none_and_a_period_without_days_are_told_in_a_sentence() {
    assertThat(Main.run("export", "rows", "--from", "12.11.2026")).isEqualTo(2);
    assertThat(Main.run("decide", "gull.example", "x", "ours", "--due", "soon")).isEqualTo(2);
    assertThat(Main.run("export", "rows", "--from", "2026-11-12", "--to", "2026-11-11"))
        .isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "--from is \"12.11.2026\"; it must be a day such as 2026-11-22.",
            "Try: plumbline export --help",
            "--due is \"soon\"; it must be a day such as 2026-11-22.",
            "Try: plumbline decide --help",
            "plumbline: The period begins on 2026-11-12, after its end on 2026-11-11.");
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
          .contains("nothing keeps passwords from being read")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void a_proxy_without_the_address_people_type_is_refused_with_the_reason() {
    System.setProperty("plumbline.http.trusted-proxy", "192.0.2.1");
    assertThat(Main.run("serve")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("plumbline.http.public-url is missing");
    System.setProperty("plumbline.http.public-url", "http://plumbline.example/");
    assertThat(Main.run("serve")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("it must be as https://");
  }

  @Test
  void a_proxy_that_would_be_anybody_is_refused() {
    for (String everybody : new String[] {"0.0.0.0/0", "::/0", "192.0.2.1, 0.0.0.0/00"}) {
      err.reset();
      System.setProperty("plumbline.http.trusted-proxy", everybody);
      assertThat(Main.run("serve")).as(everybody).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .contains("it must name the addresses of the proxy alone");
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
