package dev.plumbline.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.mime.Found.Kind;
import dev.plumbline.mime.Found.Report;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportSink;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Real reports, kept beside the project: each must give the figures listed with it. */
class CorpusTest {

  private static final Path CORPUS = Path.of("..", "shared", "corpus");
  private static final AggregateReportParser PARSER = new AggregateReportParser();

  @TestFactory
  Stream<DynamicTest> every_aggregate_report_gives_its_expected_figures() throws IOException {
    return cases("EXPECTED.tsv");
  }

  @TestFactory
  Stream<DynamicTest> every_bulk_report_gives_its_expected_figures() throws IOException {
    return cases("EXPECTED-bulk.tsv");
  }

  @TestFactory
  Stream<DynamicTest> every_failure_report_with_a_feedback_part_is_recognised() throws IOException {
    return lines("EXPECTED-failure.tsv")
        .filter(line -> line.get("has_report_part").equals("yes"))
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line.get("file"),
                    () -> assertThat(kinds(line.get("file"))).containsExactly(Kind.FAILURE)));
  }

  @TestFactory
  Stream<DynamicTest> every_tls_report_is_recognised() throws IOException {
    return lines("EXPECTED-tls.tsv")
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line.get("file"),
                    () -> assertThat(kinds(line.get("file"))).containsExactly(Kind.TLS)));
  }

  private static List<Kind> kinds(String file) throws IOException {
    return find(file).stream()
        .map(finding -> finding instanceof Report payload ? payload.kind() : null)
        .toList();
  }

  private static Stream<DynamicTest> cases(String list) throws IOException {
    return lines(list)
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line.get("file") + " " + line.get("member"), () -> check(line)));
  }

  private static Stream<Map<String, String>> lines(String list) throws IOException {
    Path file = CORPUS.resolve(list);
    if (!Files.exists(file)) {
      System.out.println("CorpusTest skipped: no " + file.toAbsolutePath().normalize());
    }
    Assumptions.assumeTrue(Files.exists(file), "no " + file);
    List<String> lines = Files.readAllLines(file);
    String[] names = lines.get(0).split("\t", -1);
    return lines.stream()
        .skip(1)
        .map(
            line -> {
              String[] values = line.split("\t", -1);
              Map<String, String> map = new HashMap<>();
              for (int i = 0; i < names.length; i++) {
                map.put(names[i], i < values.length ? values[i] : "");
              }
              return map;
            });
  }

  /** Archives of hundreds of reports are looked into once. */
  private static final Map<String, List<Found>> FOUND = new HashMap<>();

  private static List<Found> find(String file) throws IOException {
    List<Found> found = FOUND.get(file);
    if (found == null) {
      ReceivedBytes source = ReceivedBytes.of(Files.readAllBytes(CORPUS.resolve(file)));
      found = new ReportFinder(Limits.DEFAULT).find(source, file);
      FOUND.put(file, found);
    }
    return found;
  }

  private static void check(Map<String, String> line) throws Exception {
    List<Found> findings = find(line.get("file"));
    String member = line.get("member");
    if (line.get("begin").isEmpty()
        && line.get("policy_domain").isEmpty()
        && line.get("org_name").isEmpty()) {
      assertThat(findings).hasSize(1);
      assertRefused(findings.get(0));
      return;
    }
    List<Found> named = findings.stream().filter(f -> f.member().equals(member)).toList();
    assertThat(named).as("findings %s", findings).hasSize(1);
    assertThat(named.get(0)).isInstanceOf(Report.class);
    AggregateReport report = PARSER.parse(((Report) named.get(0)).content(), IGNORE);
    if (line.get("well_formed").equals("yes")) {
      assertThat(figures(report)).isEqualTo(expected(line));
    } else {
      assertMatchesOrBetter(line, report);
    }
  }

  private static void assertRefused(Found finding) throws IOException {
    if (finding instanceof Report payload) {
      try {
        PARSER.parse(payload.content(), IGNORE);
        throw new AssertionError("taken for a report");
      } catch (InvalidReportException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private static void assertMatchesOrBetter(Map<String, String> line, AggregateReport report) {
    List<String> wanted = expected(line);
    List<String> got = figures(report);
    for (int i = 0; i < wanted.size(); i++) {
      String value = wanted.get(i);
      if (!value.isEmpty() && !value.equals("0")) {
        assertThat(got.get(i)).as("figure %d of %s", i, got).isEqualTo(value);
      }
    }
    assertThat(report.repairs()).isNotEmpty();
  }

  private static List<String> expected(Map<String, String> line) {
    return List.of(
        line.get("org_name").strip(),
        line.get("report_id").strip(),
        line.get("policy_domain").strip().toLowerCase(java.util.Locale.ROOT),
        seconds(line.get("begin")),
        seconds(line.get("end")),
        line.get("records"),
        line.get("messages"),
        line.get("dmarc_pass_records"),
        line.get("dmarc_pass_messages"));
  }

  private static String seconds(String written) {
    return written.isEmpty() ? "" : new BigDecimal(written.strip()).toBigInteger().toString();
  }

  private static List<String> figures(AggregateReport report) {
    ReportHeader header = report.header();
    return Arrays.asList(
        header.reporter(),
        header.reportId(),
        header.policy().domain(),
        seconds(header.begin()),
        seconds(header.end()),
        Long.toString(report.rows()),
        Long.toString(report.messages()),
        Long.toString(report.passRows()),
        Long.toString(report.passMessages()));
  }

  private static String seconds(Instant instant) {
    return instant == null ? "" : Long.toString(instant.getEpochSecond());
  }

  private static final ReportSink IGNORE =
      new ReportSink() {
        @Override
        public void begin(ReportHeader header) {}

        @Override
        public void row(ReportRow row) {}
      };
}
