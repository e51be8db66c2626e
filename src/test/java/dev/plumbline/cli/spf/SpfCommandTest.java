package dev.plumbline.cli.spf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.cli.shell.CommandGroup;
import dev.plumbline.cli.shell.DnsOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpfCommandTest {

  private static final String ZONE =
      """
      $TTL 300
      shop.example.      SOA ns.shop.example. a.shop.example. 1 3600 600 86400 120
      shop.example.      TXT "v=spf1 include:_spf.shop.example -all exp=why.shop.example"
      _spf.shop.example. TXT "v=spf1 ip4:192.0.2.0/24 exists:%{l}.users.shop.example ~all"
      why.shop.example.  TXT "%{i} is not ours"
      bob.users.shop.example. A 127.0.0.2
      mail.shop.example. TXT "v=spf1 ip4:198.51.100.1 -all"
      """;

  @TempDir Path folder;
  private Path zone;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeZone() throws IOException {
    zone = Files.writeString(folder.resolve("zone"), ZONE);
  }

  @Test
  void pass_is_exit_status_0_and_one_line_of_json() throws IOException {
    assertThat(check("shop.example", "--ip", "::ffff:192.0.2.7", "--format", "json")).isZero();
    assertThat(out.toString()).endsWith("}\n").containsOnlyOnce("\n");
    JsonNode json = new ObjectMapper().readTree(out.toString());
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "domain",
            "ip",
            "result",
            "term",
            "path",
            "lookups",
            "void_lookups",
            "explanation",
            "problem",
            "depends_on",
            "trace");
    assertThat(json.get("ip").asText()).isEqualTo("192.0.2.7");
    assertThat(json.get("result").asText()).isEqualTo("pass");
    assertThat(json.get("term").asText()).isEqualTo("ip4:192.0.2.0/24");
    assertThat(json.get("path")).hasToString("[\"shop.example\",\"_spf.shop.example\"]");
    assertThat(json.get("lookups").asInt()).isEqualTo(1);
    assertThat(json.get("problem").isNull()).isTrue();
    assertThat(json.get("trace").get(0).get("domain").asText()).isEqualTo("shop.example");
  }

  @Test
  void fail_is_exit_status_1_with_the_explanation() throws IOException {
    assertThat(check("shop.example", "--ip", "203.0.113.1", "--format", "json")).isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("explanation").asText()).isEqualTo("203.0.113.1 is not ours");
    assertThat(json.get("term").asText()).isEqualTo("-all");
  }

  @Test
  void text_begins_with_the_verdict_and_shows_the_tree() {
    assertThat(check("shop.example", "--ip", "192.0.2.7")).isZero();
    assertThat(out.toString())
        .startsWith("PASS  192.0.2.7 may send for shop.example.")
        .contains("ip4:192.0.2.0/24  match", "shop.example > _spf.shop.example");
  }

  @Test
  void mail_from_fills_the_macros() {
    assertThat(check("shop.example", "--ip", "203.0.113.1", "--mail-from", "bob@shop.example"))
        .isZero();
  }

  @Test
  void verdict_says_that_it_depends_on_a_local_part_nobody_gave() throws IOException {
    assertThat(check("shop.example", "--ip", "203.0.113.1", "--format", "json")).isEqualTo(1);
    assertThat(new ObjectMapper().readTree(out.toString()).get("depends_on"))
        .hasToString("[\"local_part\"]");
    out.getBuffer().setLength(0);
    assertThat(check("shop.example", "--ip", "192.0.2.7", "--format", "json")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).get("depends_on")).isEmpty();
    out.getBuffer().setLength(0);
    assertThat(check("shop.example", "--ip", "203.0.113.1")).isEqualTo(1);
    assertThat(out.toString()).contains("depends on  the local part of MAIL FROM");
  }

  @Test
  void empty_mail_from_checks_the_helo_name() {
    assertThat(
            check(
                "shop.example",
                "--ip",
                "198.51.100.1",
                "--mail-from",
                "",
                "--helo",
                "mail.shop.example"))
        .isZero();
  }

  @Test
  void domain_outside_the_zone_has_no_record() {
    assertThat(check("other.example", "--ip", "192.0.2.7")).isEqualTo(1);
    assertThat(out.toString()).startsWith("NONE");
  }

  @Test
  void wrong_input_is_exit_status_2_with_words_on_standard_error_only() {
    for (List<String> wrong :
        List.of(
            List.of("shop.example"),
            List.of("shop.example", "--ip", "192.0.2.300"),
            List.of("--ip", "192.0.2.1"),
            List.of("shop.example", "--ip", "192.0.2.1", "--format", "xml"),
            List.of("shop.example", "--ip", "192.0.2.1", "--timeout", "soon"),
            List.of("shop.example", "--ip", "192.0.2.1", "--zone", "/no/such/file"))) {
      assertThat(run(wrong)).as(wrong.toString()).isEqualTo(2);
    }
    assertThat(run(List.of())).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("192.0.2.300", "plumbline.dns.zone-file");
  }

  @Test
  void durations_are_read_as_quarkus_reads_them() {
    assertThat(DnsOptions.duration("3")).isEqualTo(Duration.ofSeconds(3));
    assertThat(DnsOptions.duration("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(DnsOptions.duration("2m")).isEqualTo(Duration.ofMinutes(2));
    assertThat(DnsOptions.duration("PT1S")).isEqualTo(Duration.ofSeconds(1));
  }

  private int check(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--zone", zone.toString(), "--servers", "none"));
    return run(all);
  }

  private int run(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    if (!arguments.isEmpty()) {
      all.add(0, "check");
    }
    return CommandGroup.line(new SpfCommand(), List.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
