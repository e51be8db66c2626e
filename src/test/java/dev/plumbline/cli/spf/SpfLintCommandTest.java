package dev.plumbline.cli.spf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.cli.shell.CommandGroup;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpfLintCommandTest {

  private static final String ZONE =
      """
      $TTL 300
      shop.example.      SOA ns.shop.example. a.shop.example. 1 3600 600 86400 120
      shop.example.      TXT "v=spf1 mx include:_spf.shop.example ipv4:192.0.2.9 -all"
      shop.example.      MX 10 mx.shop.example.
      mx.shop.example.   A 192.0.2.1
      mx.shop.example.   TXT "v=spf1 a -all"
      _spf.shop.example. TXT "v=spf1 ip4:198.51.100.0/24 ~all"
      old.shop.example.  TYPE99 \\# 15 0e763d73706631206d78202d616c6c
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
  void text_has_carets_under_the_place_and_the_record_mended() {
    assertThat(lint("shop.example")).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("shop.example: 1 error, 0 warnings, 0 hints.\n")
        .contains(
            """
                v=spf1 mx include:_spf.shop.example ipv4:192.0.2.9 -all
                                                    ^^^^^^^^^^^^^^
            """)
        .contains("(RFC 7208 section 4.6.1)")
        .contains("Lookups: 2 of 10.")
        .contains("    1  include:_spf.shop.example\n")
        .endsWith("Mended:\n    v=spf1 mx include:_spf.shop.example ip4:192.0.2.9 -all\n");
  }

  @Test
  void json_is_one_line_with_the_names_promised() throws IOException {
    assertThat(lint("shop.example", "--format", "json")).isEqualTo(1);
    assertThat(out.toString()).containsOnlyOnce("\n");
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(names(json))
        .containsExactly(
            "domain",
            "name",
            "record",
            "errors",
            "warnings",
            "unknown",
            "hints",
            "findings",
            "mended",
            "counts");
    JsonNode finding = json.get("findings").get(0);
    assertThat(names(finding))
        .containsExactly(
            "severity",
            "rule",
            "reference",
            "name",
            "path",
            "record",
            "start",
            "end",
            "sentence",
            "mended",
            "section",
            "domain");
    assertThat(finding.get("reference").asText()).isEqualTo("RFC 7208 section 4.6.1");
    assertThat(finding.get("rule").asText()).isEqualTo("syntax");
    assertThat(finding.get("start").asInt()).isEqualTo(36);
    assertThat(finding.get("end").asInt()).isEqualTo(50);
    JsonNode counts = json.get("counts");
    assertThat(names(counts))
        .containsExactly(
            "term", "domain", "lookups", "void_lookups_ip4", "void_lookups_ip6", "terms");
    assertThat(counts.get("terms").get(1).get("domain").asText()).isEqualTo("_spf.shop.example");
  }

  @Test
  void clean_record_is_exit_status_0() {
    assertThat(lint("shop.example", "--record", "v=spf1 mx -all")).isZero();
    assertThat(out.toString()).startsWith("shop.example: nothing to mend.\n");
  }

  @Test
  void hints_leave_the_exit_status_at_0() {
    assertThat(lint("shop.example", "--record", "v=spf1 MX -all")).isZero();
    assertThat(out.toString()).contains("1 hint.", "v=spf1 mx -all");
  }

  @Test
  void domain_without_record_is_exit_status_1() throws IOException {
    assertThat(lint("mail.shop.example", "--format", "json")).isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("record").isNull()).isTrue();
    assertThat(json.get("counts").isNull()).isTrue();
  }

  @Test
  void record_of_the_retired_type_is_seen_in_the_zone() {
    assertThat(lint("old.shop.example")).isEqualTo(1);
    assertThat(out.toString())
        .contains("has the type SPF", "publish at old.shop.example: v=spf1 mx -all");
  }

  @Test
  void traffic_tells_that_the_mail_hosts_never_send() throws IOException {
    Path ips = Files.writeString(folder.resolve("ips"), "# ours\n198.51.100.3 40\n\n2001:db8::1\n");
    List<String> arguments =
        List.of("shop.example", "--record", "v=spf1 mx include:_spf.shop.example -all");
    assertThat(lint(arguments.toArray(String[]::new))).isZero();
    List<String> known = new ArrayList<>(arguments);
    known.addAll(List.of("--ips", ips.toString()));
    assertThat(lint(known.toArray(String[]::new))).isEqualTo(1);
    assertThat(out.toString()).contains("No mail host of shop.example sends");
  }

  @Test
  void long_record_is_shown_around_the_place_and_as_strings() {
    StringBuilder record = new StringBuilder("v=spf1");
    for (int i = 0; i < 20; i++) {
      record.append(" ip4:198.51.100.").append(i * 8).append("/32");
    }
    record.append(" PTR -all");
    assertThat(lint("shop.example", "--record", record.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("...")
        .contains("As strings of one TXT record:\n    \"v=spf1");
    assertThat(out.toString().lines().filter(line -> line.contains("^^^")))
        .anyMatch(line -> line.length() < 110);
  }

  @Test
  void control_characters_of_a_record_do_not_reach_the_terminal() {
    lint("shop.example", "--record", "v=spf1 \u001b[31m mx -all");
    assertThat(out.toString()).doesNotContain("\u001b");
  }

  @Test
  void wrong_input_is_exit_status_2_in_one_sentence() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad"), "192.0.2.1 many\n");
    assertThat(lint("shop..example")).isEqualTo(2);
    assertThat(lint("shop.example", "--ips", bad.toString())).isEqualTo(2);
    assertThat(lint("shop.example", "--ips", "/no/such/file")).isEqualTo(2);
    assertThat(lint("shop.example", "--helo", "?")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("\"shop..example\" is not a domain name")
        .contains("bad, line 1: \"192.0.2.1 many\" is not an address")
        .contains("/no/such/file cannot be read.");
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private int lint(String... arguments) {
    List<String> all = new ArrayList<>(List.of("lint"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--zone", zone.toString(), "--servers", "none"));
    return CommandGroup.line(new SpfCommand(), List.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
