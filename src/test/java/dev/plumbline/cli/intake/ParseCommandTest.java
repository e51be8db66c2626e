package dev.plumbline.cli.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ParseCommandTest {

  private static final String REPORT =
      """
      <feedback>
        <report_metadata><org_name>=cmd()</org_name><report_id>r\u009b1</report_id>
          <date_range><begin>1700000000</begin><end>1700086399</end></date_range>
        </report_metadata>
        <policy_published><domain>sender.example</domain><p>none</p></policy_published>
        <record><row><source_ip>192.0.2.1</source_ip><count>3</count><policy_evaluated>
          <disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row>
          <identifiers><header_from>=sum()</header_from></identifiers>
          <auth_results><dkim><domain>sender.example</domain><selector>s</selector>
          <result>pass</result></dkim></auth_results></record>
        <record><row><source_ip>192.0.2.2</source_ip><count>5</count><policy_evaluated>
          <disposition>reject</disposition><dkim>fail</dkim><spf>fail</spf></policy_evaluated></row>
          <identifiers><header_from>sender.example</header_from></identifiers>
          <auth_results/></record>
      </feedback>
      """;

  @TempDir private Path folder;
  private String out;
  private String err;

  private int run(String... arguments) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int status =
        new CommandLine(new ParseCommand())
            .setOut(new PrintWriter(output))
            .setErr(new PrintWriter(errors))
            .execute(arguments);
    out = output.toString();
    err = errors.toString();
    return status;
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private List<JsonNode> json(String... files) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--format", "json"));
    arguments.addAll(List.of(files));
    run(arguments.toArray(String[]::new));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.split("\n")) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  @Test
  void json_is_one_object_a_report() throws IOException {
    List<JsonNode> lines = json(file("r.xml", REPORT), file("x.txt", "unused"));

    assertThat(lines).hasSize(2);
    JsonNode report = lines.get(0);
    assertThat(report.get("kind").asText()).isEqualTo("aggregate");
    assertThat(report.get("begin").asText()).isEqualTo("2023-11-14T22:13:20Z");
    assertThat(report.get("messages").asLong()).isEqualTo(8);
    assertThat(report.get("pass_messages").asLong()).isEqualTo(3);
    assertThat(report.get("policy").get("p").asText()).isEqualTo("none");
    assertThat(report.get("policy").get("sp").isNull()).isTrue();
    assertThat(report.get("records")).hasSize(2);
    assertThat(report.get("records").get(0).get("auth_dkim").get(0).get("selector").asText())
        .isEqualTo("s");
    assertThat(lines.get(1).get("kind").asText()).isEqualTo("not_a_report");
    assertThat(lines.get(1).get("reason").asText()).contains("unused");
  }

  @Test
  void rejected_reports_name_their_reason() throws IOException {
    JsonNode line = json(file("r.xml", "<!DOCTYPE feedback><feedback/>")).get(0);

    assertThat(line.get("kind").asText()).isEqualTo("rejected");
    assertThat(line.get("reason").asText()).contains("DOCTYPE");
    assertThat(err).contains("DOCTYPE");
  }

  @Test
  void csv_is_one_line_a_row_and_no_formula() throws IOException {
    assertThat(run("--format", "csv", file("r.xml", REPORT))).isZero();

    assertThat(out.lines()).hasSize(3);
    assertThat(out).contains(",'=cmd(),").contains(",'=sum(),").doesNotContain("\u009b");
  }

  @Test
  void text_shows_the_largest_rows_first_and_no_control_characters() throws IOException {
    assertThat(run(file("r.xml", REPORT))).isZero();

    assertThat(out.indexOf("192.0.2.2")).isLessThan(out.indexOf("192.0.2.1")).isPositive();
    assertThat(out).contains("sender.example").contains("8, of which 3 pass");
    assertThat(out).doesNotContain("\u009b");
  }

  @Test
  void the_exit_status_tells_what_happened() throws IOException {
    assertThat(run(file("r.xml", REPORT))).isZero();
    assertThat(run(file("x.txt", "hello"))).isEqualTo(1);
    assertThat(run(folder.resolve("absent").toString())).isEqualTo(2);
    assertThat(err).contains("absent cannot be read: it does not exist.");
    assertThat(run(folder.toString())).isEqualTo(2);
    assertThat(err).contains(folder + " cannot be read: it is a folder.");
    assertThat(run("--format", "yaml", "x")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(run("--help")).isZero();
  }
}
