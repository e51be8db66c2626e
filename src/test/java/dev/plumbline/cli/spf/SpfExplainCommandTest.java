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

class SpfExplainCommandTest {

  private static final String ZONE =
      """
      $TTL 300
      shop.example.      SOA ns.shop.example. a.shop.example. 1 3600 600 86400 120
      shop.example.      TXT "v=spf1 mx include:_spf.shop.example -all exp=why.shop.example"
      shop.example.      MX 10 mx.shop.example.
      mx.shop.example.   A 203.0.113.8
      _spf.shop.example. TXT "v=spf1 ip4:192.0.2.0/24 exists:%{l}.users.shop.example ~all"
      why.shop.example.  TXT "%{i} is not ours"
      open.shop.example. TXT "v=spf1 ip4:192.0.2.7"
      to.shop.example.   TXT "v=spf1 redirect=_spf.shop.example"
      bad.shop.example.  TXT "v=spf1 include:none.shop.example -all"
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
  void pass_is_told_term_by_term_with_the_questions_to_dns() {
    assertThat(explain("shop.example", "--ip", "192.0.2.7")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            PASS: 192.0.2.7 may send for shop.example.
            Decided by "ip4:192.0.2.0/24" in the record of _spf.shop.example (by way of shop.example > _spf.shop.example), RFC 7208 section 5.6.
            2 of 10 lookups, 0 of 2 void lookups.

            shop.example publishes "v=spf1 mx include:_spf.shop.example -all exp=why.shop.example".
                DNS: TXT of shop.example: v=spf1 mx include:_spf.shop.example -all exp=why.shop.example
              1. "mx" matches the addresses of the mail hosts: it does not.
                   DNS: MX of shop.example: 10 mx.shop.example
                   DNS: A of mx.shop.example: 203.0.113.8
              2. "include:_spf.shop.example" matches if the other record lets it pass: it does (_spf.shop.example says pass), so the result is pass.
                _spf.shop.example publishes "v=spf1 ip4:192.0.2.0/24 exists:%{l}.users.shop.example ~all".
                    DNS: TXT of _spf.shop.example: v=spf1 ip4:192.0.2.0/24 exists:%{l}.users.shop.example ~all
                  2.1. "ip4:192.0.2.0/24" matches its range of addresses: it does, so the result is pass.
                  2.2. "exists:%{l}.users.shop.example" is not needed any more.
                  2.3. "~all" is not needed any more.
              3. "-all" is not needed any more.
              4. "exp=why.shop.example" is not needed any more.
            """);
  }

  @Test
  void verdict_that_depends_on_an_unknown_local_part_says_so() {
    assertThat(explain("shop.example", "--ip", "198.51.100.9")).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("FAIL: 198.51.100.9 may not send for shop.example.\n")
        .contains("The domain explains: 198.51.100.9 is not ours")
        .contains("may depend on the sender's local part, which was not given");
    out.getBuffer().setLength(0);
    explain("shop.example", "--ip", "198.51.100.9", "--mail-from", "bob@shop.example");
    assertThat(out.toString()).doesNotContain("may depend");
  }

  @Test
  void problem_names_its_section() {
    assertThat(explain("bad.shop.example", "--ip", "192.0.2.7")).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("PERMERROR: the SPF record is broken")
        .contains("Including it is an error (RFC 7208 section 5.2).");
  }

  @Test
  void nothing_matched_and_redirects_are_told() {
    assertThat(explain("open.shop.example", "--ip", "203.0.113.1")).isEqualTo(1);
    assertThat(out.toString()).contains("Nothing matched, so the result is neutral");
    out.getBuffer().setLength(0);
    assertThat(explain("to.shop.example", "--ip", "192.0.2.7")).isZero();
    assertThat(out.toString())
        .contains("\"redirect=_spf.shop.example\" hands the question to another record.")
        .doesNotContain("Nothing matched");
  }

  @Test
  void null_reverse_path_is_explained_by_the_helo_name() {
    assertThat(
            explain(
                "shop.example",
                "--ip",
                "198.51.100.1",
                "--mail-from",
                "",
                "--helo",
                "mail.shop.example"))
        .isZero();
    assertThat(out.toString()).contains("may send for mail.shop.example.");
  }

  @Test
  void json_is_one_line_with_the_names_promised() throws IOException {
    assertThat(explain("shop.example", "--ip", "192.0.2.7", "--format", "json")).isZero();
    assertThat(out.toString()).containsOnlyOnce("\n");
    JsonNode json = new ObjectMapper().readTree(out.toString());
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "domain",
            "ip",
            "result",
            "answer",
            "decision",
            "term",
            "path",
            "lookups",
            "void_lookups",
            "explanation",
            "problem",
            "depends_on",
            "tree");
    JsonNode include = json.get("tree").get("terms").get(1);
    assertThat(include.get("section").asText()).isEqualTo("5.2");
    assertThat(include.get("outcome").asText()).isEqualTo("match");
    assertThat(include.get("tree").get("terms").get(0).get("section").asText()).isEqualTo("5.6");
    assertThat(json.get("tree").get("terms").get(0).get("questions").get(0).asText())
        .isEqualTo("DNS: MX of shop.example: 10 mx.shop.example");
  }

  @Test
  void wrong_input_is_exit_status_2() {
    assertThat(explain("shop.example")).isEqualTo(2);
    assertThat(explain("shop.example", "--ip", "192.0.2.300")).isEqualTo(2);
    assertThat(explain("nonsense", "--ip", "192.0.2.3")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  private int explain(String... arguments) {
    List<String> all = new ArrayList<>(List.of("explain"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--zone", zone.toString(), "--servers", "none"));
    return CommandGroup.line(new SpfCommand(), List.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
