package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands whose output is documented, run as people run them, with a database of their own that
 * holds the sample reports. {@code -Dgolden.update} writes what they print anew into {@code
 * golden/commands}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsIT {

  private static final Path PROGRAM = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final Path GOLDEN = Path.of("src/test/resources/golden/commands");
  private static final String DOMAIN = "harbourlight.example";
  private static final String LAST_DAY = "2026-11-22";

  /** What depends on the day of the test. */
  private static final Pattern DAY = Pattern.compile("20\\d\\d-\\d\\d-\\d\\d(T[0-9:.]+Z)?");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Path home;
  private Run taken;
  private Run judged;

  /** How a command ended, and what it printed. */
  private record Run(int status, String out, String err) {}

  @BeforeAll
  void takeTheSamplesIn(@TempDir Path folder) throws Exception {
    home = folder;
    if (!Files.exists(PROGRAM)) {
      System.out.println("SKIPPED: CommandsIT needs " + PROGRAM);
    }
    assumeTrue(Files.exists(PROGRAM), "needs " + PROGRAM);
    Run before = run("senders", DOMAIN);
    assertThat(before.status()).isEqualTo(2);
    assertThat(before.err()).contains("There is no database in", "plumbline ingest");
    assertThat(home.resolve("data")).doesNotExist();
    taken = run("ingest", "sample-reports");
    judged =
        run(
            "senders",
            DOMAIN,
            "--recheck",
            "--from",
            "2026-10-24",
            "--to",
            LAST_DAY,
            "--format",
            "json");
  }

  private Run run(String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), arguments);
  }

  private Run run(Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dplumbline.home=" + home,
                "-Dplumbline.dns.servers=none",
                "-Dplumbline.dns.zone-file=" + Path.of("sample-reports/zone.example.db"),
                "-jar",
                PROGRAM.toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(home, "out", "");
    Path err = Files.createTempFile(home, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(variables);
    int status = builder.start().waitFor();
    return new Run(status, Files.readString(out), Files.readString(err));
  }

  private static void check(String name, String printed) throws IOException {
    Path file = GOLDEN.resolve(name);
    String plain =
        DAY.matcher(printed)
            .replaceAll(
                found -> found.group().compareTo(LAST_DAY + "Z") > 0 ? "LATER" : found.group());
    if (System.getProperty("golden.update") != null) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, plain);
    }
    assertThat(plain).isEqualTo(Files.readString(file));
  }

  /** One object a line, each on many lines for whoever reads the file. */
  private static void checkJson(String name, String lines) throws IOException {
    List<String> pretty = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      pretty.add(
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(line)) + "\n");
    }
    check(name, String.join("", pretty));
  }

  @Test
  void ingest_says_what_became_of_each_file_and_counts() throws Exception {
    assertThat(taken.status()).isZero();
    check("ingest.txt", taken.out());
  }

  @Test
  void failure_reports_are_listed_by_incident_and_masked() throws Exception {
    Run listed = run("failure-reports", DOMAIN, "--format", "json");
    assertThat(listed.status()).as(listed.err()).isZero();
    assertThat(listed.out())
        .contains("\"source_ip\":\"203.0.113.131\"", "\"reports\":3", "\"feedback_type\":\"abuse\"")
        .contains("\"masked\":true", "subject-")
        .doesNotContain("Invoice", "Bertram", "buyer1", "accounts@", "office1");
    Run unmasked = run("failure-reports", DOMAIN, "--unmask");
    assertThat(unmasked.out()).contains("Bertram Buyer");
  }

  @Test
  void tls_reports_are_listed() throws Exception {
    Run listed = run("tls");
    assertThat(listed.status()).as(listed.err()).isZero();
    assertThat(listed.out())
        .contains("harbourlight.example")
        .contains("69  certificate-expired (sts) at mail2.harbourlight.example");
    Run json = run("tls", "tidewater-books.example", "--format", "json");
    assertThat(json.out()).contains("\"reporter\":\"Polarmail\"", "\"success\":412");
    assertThat(run("tls", "nobody.example").status()).isEqualTo(2);
  }

  @Test
  void senders_of_a_period_are_judged_on_demand() throws Exception {
    assertThat(judged.status()).as(judged.err()).isZero();
    checkJson("senders.json", judged.out());
  }

  @Test
  void senders_of_a_domain_nobody_reported_about_are_no_answer() throws Exception {
    Run run = run("senders", "nobody.example");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("No report about nobody.example has come in.");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void readiness_and_simulation_have_their_documented_members() throws Exception {
    Run ready = run("ready", DOMAIN, "--from", "2026-10-24", "--to", LAST_DAY, "--format", "json");
    assertThat(ready.status()).as(ready.err()).isEqualTo(1);
    checkJson("ready.json", ready.out());
    Run simulated =
        run(
            "simulate",
            DOMAIN,
            "--p",
            "reject",
            "--from",
            "2026-10-24",
            "--to",
            LAST_DAY,
            "--format",
            "json");
    assertThat(simulated.status()).as(simulated.err()).isEqualTo(1);
    checkJson("simulate.json", simulated.out());
  }

  @Test
  void as_csv_each_sender_each_condition_and_each_loss_is_a_row() throws Exception {
    String[] days = {"--from", "2026-10-24", "--to", LAST_DAY, "--format", "csv"};
    JsonNode senders = JSON.readTree(judged.out()).path("senders");
    assertThat(table("senders", days))
        .hasSize(1 + senders.size())
        .first()
        .asString()
        .startsWith("key,name,kind,evidence,standing,reasons,since,silent_since,messages,");
    JsonNode ready = JSON.readTree(Files.readString(GOLDEN.resolve("ready.json")));
    assertThat(table("ready", days))
        .hasSize(
            1
                + ready.path("quarantine").path("blockers").size()
                + ready.path("reject").path("blockers").size()
                + ready.path("plan").size())
        .first()
        .asString()
        .startsWith("list,kind,sender,messages,reason,policy,record,earliest,");
    assertThat(table("simulate", days))
        .contains("casualties,service:tallyman.example,tallyman.example,NEEDS_ALIGNMENT,99")
        .contains("today.casualties,service:tallyman.example,tallyman.example,NEEDS_ALIGNMENT,99")
        .first()
        .isEqualTo("list,sender,name,standing,messages");
  }

  /** The lines of a command's table; no cell of the samples has several. */
  private List<String> table(String command, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command, DOMAIN));
    if (command.equals("simulate")) {
      arguments.addAll(List.of("--p", "reject"));
    }
    arguments.addAll(List.of(options));
    Run run = run(arguments.toArray(String[]::new));
    assertThat(run.out()).doesNotContain("{\"", "{\"\"");
    return run.out().lines().toList();
  }

  @Test
  void domains_are_listed() throws Exception {
    Run run = run("domains", "--format", "json");
    assertThat(run.out()).contains("\"domain\":\"" + DOMAIN + "\"");
    for (String line : run.out().lines().toList()) {
      assertThat(names(line))
          .containsExactly(
              "domain",
              "policy",
              "next_step",
              "to_fix",
              "to_decide",
              "to_wait",
              "messages",
              "pass_messages",
              "own_messages",
              "own_failing",
              "losing",
              "last_report_day",
              "silent_since",
              "from",
              "to",
              "judged_at");
    }
  }

  private static List<String> names(String object) throws IOException {
    List<String> names = new ArrayList<>();
    JSON.readTree(object).fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void decisions_are_kept_and_listed() throws Exception {
    Run none = run("decide", "tidewater-books.example");
    assertThat(none.status()).as(none.err()).isZero();
    assertThat(none.out()).isEmpty();
    assertThat(run("decide", "tidewater-books.example", "--format", "text").out().strip())
        .isEqualTo("Nobody has said anything about tidewater-books.example yet.");
    Run decided =
        run(
            "decide",
            "tidewater-books.example",
            "own",
            "ours",
            "--owner",
            "Ada",
            "--due",
            "2026-11-20",
            "--by",
            "tester");
    assertThat(decided.status()).as(decided.err()).isZero();
    assertThat(decided.out().strip()).isEqualTo("tidewater-books.example: own is ours.");
    assertThat(decided.err())
        .as("a key that was mistyped would be decided about for nothing")
        .contains("tidewater-books.example has no sender \"own\" so far");
    checkJson("decide.json", run("decide", "tidewater-books.example").out());
  }

  @Test
  void reporters_are_listed_left_out_and_counted_again() throws Exception {
    Run all = run("reporters");
    assertThat(all.status()).as(all.err()).isZero();
    checkJson("reporters.json", all.out());
    String name = JSON.readTree(all.out().lines().findFirst().orElseThrow()).get("name").asText();
    assertThat(run("reporters", "--exclude", name, "--reason", "a test").status()).isZero();
    assertThat(run("reporters").out()).contains("\"excluded\":{\"reason\":\"a test\"");
    assertThat(run("reporters", "--format", "text").out()).contains("; left out: a test");
    assertThat(run("reporters", "--include", name).out().strip())
        .isEqualTo(name + " counts in all figures.");
    assertThat(run("reporters", "--include", "nobody").status()).isEqualTo(2);
  }

  @Test
  void totals_equal_the_rows_before_and_after_they_are_derived_anew() throws Exception {
    for (List<String> command : List.of(List.of("totals"), List.of("totals", "--rebuild"))) {
      Run run = run(command.toArray(String[]::new));
      assertThat(run.status()).as(run.err()).isZero();
      assertThat(run.out().lines().collect(Collectors.toList()))
          .isNotEmpty()
          .allMatch(line -> line.endsWith(": totals equal the rows"));
    }
  }

  @Test
  void reports_are_read_again_and_nothing_is_rejected() throws Exception {
    Run again = run("reparse", DOMAIN);
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.out()).containsPattern("\\d+ read again, \\d+ of them with a report");
    Run retried = run("retry");
    assertThat(retried.status()).as(retried.err()).isZero();
    assertThat(retried.out().strip()).isEqualTo("0 taken in again");
    Run unknown = run("retry", "999999");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.out())
        .contains("999999  There is no such entry.", "0 taken in again; 1 could not be");
  }

  @Test
  void a_wrong_time_of_keeping_is_told_at_the_start() throws Exception {
    Run typed = run(Map.of("PLUMBLINE_RETENTION_REPORTS", "long"), "retry");
    assertThat(typed.status()).isEqualTo(2);
    assertThat(typed.err().strip())
        .isEqualTo(
            "plumbline: Plumbline could not start: plumbline.retention.reports is \"long\""
                + " (PLUMBLINE_RETENTION_REPORTS); it must be a time such as 30s, 5m or 2h.");
  }
}
