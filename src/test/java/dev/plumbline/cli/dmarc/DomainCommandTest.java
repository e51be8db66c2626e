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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "example.org, 1, check-mistakes.txt",
    "sound.example, 0, check-sound.txt",
    "parked.example, 0, check-parked.txt",
    "silent.example, 1, check-silent.txt",
  })
  void page_is_as_agreed(String domain, int status, String file) throws IOException {
    assertThat(check(domain)).as(err.toString()).isEqualTo(status);
    GoldenText.check(file, out.toString());
  }

  @Test
  void selector_asked_for_is_the_only_one_shown() throws IOException {
    assertThat(check("example.org", "--selector", "s2", "--format", "json")).isEqualTo(1);
    assertThat(out.toString()).endsWith("}\n").containsOnlyOnce("\n");
    JsonNode json = new ObjectMapper().readTree(out.toString());
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "domain",
            "errors",
            "warnings",
            "unknown",
            "hints",
            "mx",
            "spf",
            "spf_counts",
            "dmarc",
            "dmarc_policy",
            "dkim",
            "dkim_search",
            "mta_sts",
            "mta_sts_policy",
            "mta_sts_mode",
            "tls_rpt",
            "bimi");
    assertThat(json.get("dkim")).hasSize(1);
    assertThat(json.at("/dkim/0/provider").asText()).isEqualTo("SendGrid");
    assertThat(json.at("/mx/record").asText()).isEqualTo("10 mx.example.org");
    assertThat(json.at("/tls_rpt/mended").asText())
        .isEqualTo("v=TLSRPTv1; rua=mailto:tls@example.org");
    assertThat(json.at("/mta_sts_policy/findings/0/rule").asText()).isEqualTo("sts_not_asked");
    assertThat(json.get("errors").asInt()).isEqualTo(3);
  }

  @Test
  void what_dns_did_not_answer_for_is_not_known_and_not_none() {
    assertThat(run("check", "example.org", "--servers", "none", "--offline")).isEqualTo(1);
    assertThat(out.toString())
        .contains("MX        not known\n", "SPF       not known\n", "MTA-STS   not known\n")
        .contains("TLS-RPT   not known\n", "BIMI      not known\n")
        .startsWith("example.org: 7 not known.\n")
        .doesNotContain(" none\n", "error");
  }

  @Test
  void wrong_input_is_exit_status_2() {
    assertThat(check("a..b")).isEqualTo(2);
    assertThat(check("example.org", "--selector", "-")).isEqualTo(2);
    assertThat(check("example.org", "--format", "xml")).isEqualTo(2);
    assertThat(
            CommandGroup.line(new DomainCommand(), List.of())
                .setErr(new PrintWriter(err))
                .execute())
        .isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  private int check(String... arguments) {
    List<String> all = new ArrayList<>(List.of("check"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--zone", GoldenText.ZONE.toString(), "--offline"));
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return CommandGroup.line(new DomainCommand(), List.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
