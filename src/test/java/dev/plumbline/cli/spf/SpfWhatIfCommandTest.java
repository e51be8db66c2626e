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

class SpfWhatIfCommandTest {

  private static final String ZONE =
      """
      $TTL 300
      shop.example.      SOA ns.shop.example. a.shop.example. 1 3600 600 86400 120
      shop.example.      TXT "v=spf1 ip4:192.0.2.1 include:_spf.shop.example -all"
      _spf.shop.example. TXT "v=spf1 ip4:198.51.100.0/24 ~all"
      new.shop.example.  TXT "v=spf1 ip4:203.0.113.0/24 -all"
      two.shop.example.  TXT "v=spf1 a -all"
      two.shop.example.  TXT "v=spf1 mx -all"
      """;

  @TempDir Path folder;
  private Path zone;
  private Path ips;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeFiles() throws IOException {
    zone = Files.writeString(folder.resolve("zone"), ZONE);
    ips =
        Files.writeString(folder.resolve("ips"), "192.0.2.1 40\n203.0.113.9 1200 # new\n8.8.8.8\n");
  }

  @Test
  void json_tells_each_address_before_and_after_and_the_lookups() throws IOException {
    String record = "v=spf1 include:_spf.shop.example include:new.shop.example -all";
    assertThat(whatIf("shop.example", "--record", record, "--format", "json")).isEqualTo(1);
    assertThat(out.toString()).containsOnlyOnce("\n");
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(names(json))
        .containsExactly(
            "domain",
            "records",
            "lookups",
            "gains",
            "loses",
            "differs",
            "same",
            "unused_includes",
            "ips");
    assertThat(json.get("records").get("shop.example").asText()).isEqualTo(record);
    assertThat(json.get("lookups").get("before").get("lookups").asInt()).isEqualTo(1);
    assertThat(json.get("lookups").get("after").get("lookups").asInt()).isEqualTo(2);
    assertThat(json.get("gains")).hasToString("{\"sources\":1,\"messages\":1200}");
    assertThat(json.get("loses")).hasToString("{\"sources\":1,\"messages\":40}");
    assertThat(json.get("unused_includes")).hasToString("[\"include:_spf.shop.example\"]");
    JsonNode gaining = json.get("ips").get(1);
    assertThat(names(gaining)).containsExactly("ip", "messages", "effect", "before", "after");
    assertThat(gaining.get("effect").asText()).isEqualTo("gains");
    assertThat(gaining.get("after"))
        .hasToString(
            "{\"result\":\"pass\",\"term\":\"ip4:203.0.113.0/24\",\"path\":[\"shop.example\","
                + "\"new.shop.example\"],\"lookups\":2,\"void_lookups\":0,\"problem\":null}");
  }

  @Test
  void text_names_the_terms_and_what_is_not_used() {
    String record = "v=spf1 include:_spf.shop.example include:new.shop.example -all";
    assertThat(whatIf("shop.example", "--record", record)).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("shop.example TXT \"" + record + "\"\n")
        .contains("Gains: 1 address, 1,200 messages\n")
        .contains("fail (-all) -> pass (ip4:203.0.113.0/24 of new.shop.example)")
        .contains("pass (ip4:192.0.2.1) -> fail (-all)")
        .contains("Lookups:       1 -> 2 of 10")
        .contains("Not used by any of these addresses: include:_spf.shop.example");
  }

  @Test
  void record_can_be_edited_instead_of_written() {
    assertThat(
            whatIf(
                "shop.example",
                "--add",
                "include:new.shop.example",
                "--flatten",
                "include:_spf.shop.example"))
        .isZero();
    assertThat(out.toString())
        .startsWith(
            "shop.example TXT \"v=spf1 ip4:192.0.2.1 ip4:198.51.100.0/24"
                + " include:new.shop.example -all\"\n");
  }

  @Test
  void records_at_other_names_can_be_proposed_too() {
    assertThat(whatIf("shop.example", "--txt", "_spf.shop.example=v=spf1 ip4:203.0.113.9 -all"))
        .isZero();
    assertThat(out.toString()).contains("pass (ip4:203.0.113.9 of _spf.shop.example)");
  }

  @Test
  void split_prints_every_record() {
    List<String> arguments = new ArrayList<>(List.of("shop.example", "--split"));
    for (int i = 0; i < 16; i++) {
      arguments.addAll(List.of("--add", "ip4:203.0.113." + (100 + i)));
    }
    assertThat(whatIf(arguments.toArray(String[]::new))).isZero();
    assertThat(out.toString())
        .startsWith("shop.example TXT \"v=spf1 include:_spf1.shop.example ")
        .contains("\n_spf1.shop.example TXT \"v=spf1 ip4:192.0.2.1 ");
  }

  @Test
  void wrong_input_is_exit_status_2_in_one_sentence() {
    assertThat(whatIf("shop.example")).isEqualTo(2);
    assertThat(whatIf("shop.example", "--add", "include:_spf.shop.example")).isEqualTo(2);
    assertThat(whatIf("two.shop.example", "--add", "mx")).isEqualTo(2);
    assertThat(whatIf("shop.example", "--txt", "bad..name=v=spf1 -all")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("Say what would change")
        .contains("is in the record already")
        .contains("publishes 2 SPF records; say which with --record TEXT.");
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private int whatIf(String... arguments) {
    List<String> all = new ArrayList<>(List.of("what-if"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--ips", ips.toString(), "--zone", zone.toString(), "--servers", "none"));
    return CommandGroup.line(new SpfCommand(), List.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
