package dev.plumbline.cli.spf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SpfWizardCommandTest {

  private static final String ZONE =
      """
      $TTL 300
      shop.example.      SOA ns.shop.example. a.shop.example. 1 3600 600 86400 120
      shop.example.      MX 10 mx.shop.example.
      mx.shop.example.   A 192.0.2.1
      _spf.shop.example. TXT "v=spf1 ip4:198.51.100.0/24 ~all"
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
  void people_are_asked_until_they_answer() {
    String answers = "perhaps\nyes\n\nyes\n203.0.113.5 203.0.113.6\n_spf.shop.example\nfail\n";
    assertThat(wizard(answers)).isZero();
    assertThat(out.toString())
        .startsWith(
            """
            Publish:
                shop.example TXT "v=spf1 mx ip4:203.0.113.5 ip4:203.0.113.6 include:_spf.shop.example -all"
                mx.shop.example TXT "v=spf1 a -all"

            Tested:
                pass      mx.shop.example at 192.0.2.1 for shop.example (mx)
                pass      203.0.113.5 for shop.example (ip4:203.0.113.5)
            """)
        .contains("    fail      anyone else for shop.example (-all)\n")
        .endsWith("Lookups: 2 of 10.\n");
    assertThat(err.toString())
        .contains("That is no answer to this question.")
        .contains("Do the hosts that receive mail for shop.example also send its mail");
  }

  @Test
  void one_no_is_the_last_question() {
    assertThat(wizard("no\n")).isZero();
    assertThat(out.toString()).startsWith("Publish:\n    shop.example TXT \"v=spf1 -all\"\n");
  }

  @Test
  void every_answer_is_also_an_option() throws IOException {
    assertThat(
            wizard(
                null,
                "--sends",
                "yes",
                "--mx",
                "yes",
                "--host",
                "203.0.113.5",
                "--include",
                "_spf.shop.example",
                "--policy",
                "fail",
                "--format",
                "json"))
        .isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    assertThat(names).containsExactly("domain", "records", "tests", "counts", "findings");
    assertThat(json.get("records"))
        .hasToString(
            "{\"shop.example\":\"v=spf1 mx ip4:203.0.113.5 include:_spf.shop.example -all\","
                + "\"mx.shop.example\":\"v=spf1 a -all\"}");
    assertThat(json.get("tests").get(0))
        .hasToString(
            "{\"who\":\"mx.shop.example\",\"domain\":\"shop.example\",\"ip\":\"192.0.2.1\","
                + "\"expected\":\"pass\",\"result\":\"pass\",\"term\":\"mx\"}");
    assertThat(json.get("findings")).isEmpty();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void sends_no_needs_nothing_else() {
    assertThat(wizard(null, "--sends", "no")).isZero();
    assertThat(out.toString()).contains("v=spf1 -all", "fail      anyone else");
  }

  @Test
  void records_that_do_not_work_are_exit_status_1() {
    assertThat(wizard(null, "--include", "gone.shop.example")).isEqualTo(1);
    assertThat(out.toString()).contains("but it should be softfail", "error: gone.shop.example");
  }

  @Test
  void wrong_use_is_exit_status_2() {
    assertThat(wizard(null)).isEqualTo(2);
    assertThat(wizard(null, "--sends", "no", "--mx", "yes")).isEqualTo(2);
    assertThat(wizard(null, "--host", "192.0.2.300")).isEqualTo(2);
    assertThat(wizard(null, "--sends", "maybe")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("Say whether shop.example sends mail")
        .contains("A domain that sends nothing has no hosts")
        .contains("\"192.0.2.300\" is neither the name of a host nor an address or range.");
  }

  private int wizard(String answers, String... options) {
    List<String> all = new ArrayList<>(List.of("shop.example"));
    all.addAll(List.of(options));
    all.addAll(List.of("--zone", zone.toString(), "--servers", "none"));
    BufferedReader people = answers == null ? null : new BufferedReader(new StringReader(answers));
    return new CommandLine(new SpfWizardCommand(people))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
