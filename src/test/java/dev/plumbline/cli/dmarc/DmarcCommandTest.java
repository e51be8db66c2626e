package dev.plumbline.cli.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.cli.GoldenText;
import dev.plumbline.cli.shell.CommandGroup;
import dev.plumbline.cli.shell.Interview;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DmarcCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lookup-own.txt | 0 | lookup example.org",
        "lookup-subdomain.txt | 0 | lookup mail.example.org --identifier example.org",
        "lookup-missing.txt | 0 | lookup nowhere.example.org",
        "lookup-differs.txt | 1 | lookup a.dept.example.org --identifier mail.example.org",
        "lookup-none.txt | 1 | lookup reports.example",
        "lint.txt | 1 | lint example.org",
        "lint-clean.txt | 0 | lint parked.example",
        "lint-none.txt | 1 | lint reports.example",
        "wizard-parked.txt | 0 | wizard parked.example --sends no --reports d@example.org",
        "wizard-external.txt | 1 | wizard example.org --policy reject --subdomains quarantine"
            + " --nonexistent reject --reports r@reports.example --dkim-alignment strict",
      })
  void answers_for_people_are_as_agreed(String file, int status, String arguments)
      throws IOException {
    assertThat(run(arguments.split(" "))).as(err.toString()).isEqualTo(status);
    GoldenText.check(file, out.toString());
  }

  @Test
  void lookup_answers_one_line_of_json() throws IOException {
    assertThat(run("lookup", "nowhere.example.org", "--format", "json")).isZero();
    assertThat(out.toString()).endsWith("}\n").containsOnlyOnce("\n");
    JsonNode json = new ObjectMapper().readTree(out.toString());
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "name",
            "policy",
            "asked",
            "tag",
            "policy_domain",
            "record",
            "adkim",
            "aspf",
            "organizational_domain",
            "organizational_reason",
            "existence",
            "reasons",
            "questions",
            "public_suffix_list",
            "problem",
            "alignment");
    assertThat(json.get("policy").asText()).isEqualTo("reject");
    assertThat(json.get("tag").asText()).isEqualTo("np");
    assertThat(json.get("existence").asText()).isEqualTo("does_not_exist");
    assertThat(json.at("/questions/0/outcome").asText()).isEqualTo("no_record");
    assertThat(json.at("/public_suffix_list/policy").asText()).isEqualTo("none");
  }

  @Test
  void lint_answers_one_line_of_json() throws IOException {
    assertThat(run("lint", "example.org", "--record", "v=DMARC1; p=rejct", "--format", "json"))
        .isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("domain").asText()).isEqualTo("example.org");
    assertThat(json.get("errors").asInt()).isEqualTo(1);
    assertThat(json.get("warnings").asInt()).isEqualTo(1);
    assertThat(json.at("/findings/0/rule").asText()).isEqualTo("policy_value");
    assertThat(json.at("/findings/0/reference").asText()).isEqualTo("RFC 9989 section 4.10.1");
    assertThat(json.at("/findings/0/start").asInt()).isEqualTo(10);
    assertThat(json.get("mended").asText())
        .isEqualTo("v=DMARC1; p=reject; rua=mailto:dmarc@example.org");
  }

  @Test
  void lint_is_told_since_when_the_policy_is_none() {
    String record = "v=DMARC1; p=none; rua=mailto:d@example.org";
    assertThat(run("lint", "example.org", "--record", record)).isZero();
    String since = LocalDate.of(2020, 1, 31).toString();
    assertThat(run("lint", "example.org", "--record", record, "--none-since", since)).isEqualTo(1);
    assertThat(out.toString()).contains("The policy has been none for ");
  }

  @Test
  void wizard_asks_for_what_the_options_do_not_say() throws IOException {
    Interview interview =
        new Interview(
            new BufferedReader(
                new StringReader("perhaps\nyes\nd@example.org\nreject\nquarantine\nreject\n")));
    assertThat(run(new DmarcWizardCommand(interview), "example.org", "--format", "json")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).get("record").asText())
        .isEqualTo("v=DMARC1; p=reject; sp=quarantine; np=reject; rua=mailto:d@example.org");
    assertThat(err.toString())
        .contains("somebody@example.org", "That is no answer", "[dmarc@example.org]");
  }

  @Test
  void wizard_ends_when_the_answers_end() {
    Interview interview = new Interview(new BufferedReader(new StringReader("yes\n")));
    CommandLine command =
        new CommandLine(new DmarcWizardCommand(interview))
            .setErr(new PrintWriter(err))
            .setExecutionExceptionHandler((failure, line, parsed) -> 2);
    assertThat(command.execute("example.org", "--servers", "none")).isEqualTo(2);
  }

  @Test
  void wizard_writes_the_a_labels_of_an_address_at_an_internationalized_domain() {
    assertThat(
            run(
                "wizard",
                "bücher.example",
                "--policy",
                "none",
                "--subdomains",
                "same",
                "--nonexistent",
                "same",
                "--reports",
                "reports@bücher.example"))
        .as(err.toString())
        .isLessThan(2);
    assertThat(out.toString()).contains("rua=mailto:reports@xn--bcher-kva.example");
  }

  @Test
  void wizard_names_the_option_when_nobody_is_there_to_answer() {
    assertThat(run(new DmarcWizardCommand(new Interview(null)), "example.org")).isEqualTo(2);
    assertThat(err.toString()).contains("--sends");
  }

  @Test
  void wrong_input_is_exit_status_2() {
    for (String wrong :
        List.of(
            "lookup",
            "lookup a..b",
            "lookup example.org --identifier -",
            "lint",
            "lint example.org --format xml",
            "lint example.org --none-since yesterday",
            "wizard example.org --policy maybe",
            "wizard example.org --policy same --reports none",
            "wizard example.org --sends no --policy none --reports none",
            "wizard example.org --policy none --reports nobody",
            "lint example.org --timeout soon")) {
      assertThat(run(wrong.split(" "))).as(wrong).isEqualTo(2);
    }
    assertThat(
            CommandGroup.line(new DmarcCommand(), List.of()).setErr(new PrintWriter(err)).execute())
        .isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    return run(new DmarcCommand(), arguments);
  }

  private int run(Object command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--zone", GoldenText.ZONE.toString(), "--servers", "none"));
    return CommandGroup.line(command, List.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
