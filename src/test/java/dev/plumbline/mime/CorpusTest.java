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
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.report.failure.FailureReportParser;
import dev.plumbline.report.mail.MailText;
import dev.plumbline.report.tls.TlsReport;
import dev.plumbline.report.tls.TlsReportParser;
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
  Stream<DynamicTest> every_failure_report_gives_its_expected_fields() throws IOException {
    return lines("EXPECTED-failure.tsv")
        .map(line -> DynamicTest.dynamicTest(line.get("file"), () -> checkFailure(line)));
  }

  private static void checkFailure(Map<String, String> line) throws Exception {
    Report found = only(line.get("file"), Kind.FAILURE);
    FailureReport report = new FailureReportParser().parse(found.content());
    boolean part = line.get("has_report_part").equals("yes");
    assertThat(report.hasReportPart()).isEqualTo(part);
    if (!part) {
      assertThat(line.get("note")).contains("domain example.com, source 203.0.113.68");
      assertThat(report.reportedDomains()).containsExactly("example.com");
      assertThat(report.sourceIp()).hasToString("/203.0.113.68");
      assertThat(report.arrivalDate()).isEqualTo(Instant.parse("2025-04-07T21:16:09Z"));
      return;
    }
    assertThat(report.feedbackType()).isEqualTo(line.get("feedback_type"));
    assertThat(report.reportedDomains()).isEqualTo(values(line.get("reported_domain")));
    assertThat(report.authFailure()).isEqualTo(values(line.get("auth_failure")));
    String source = line.get("source_ip").matches("[0-9.]+") ? line.get("source_ip") : "";
    assertThat(report.sourceIp() == null ? "" : report.sourceIp().getHostAddress())
        .isEqualTo(source);
    assertThat(report.arrivalDate() == null).isEqualTo(line.get("arrival_date").isEmpty());
    assertThat(orEmpty(report.identityAlignment())).isEqualTo(line.get("identity_alignment"));
    assertThat(orEmpty(report.deliveryResult())).isEqualTo(line.get("delivery_result"));
    assertThat(orEmpty(report.originalMailFrom()))
        .isEqualTo(line.get("original_mail_from").replaceAll("^<|>$", ""));
    assertThat(orEmpty(report.dkim().domain())).isEqualTo(line.get("dkim_domain"));
    assertThat(orEmpty(report.original().from()))
        .isEqualTo(MailText.decoded(line.get("original_from_header")));
  }

  private static List<String> values(String cell) {
    return cell.isEmpty() ? List.of() : List.of(cell.split(" \\| "));
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  @TestFactory
  Stream<DynamicTest> every_tls_report_gives_its_expected_figures() throws IOException {
    return lines("EXPECTED-tls.tsv")
        .map(line -> DynamicTest.dynamicTest(line.get("file"), () -> checkTls(line)));
  }

  private static void checkTls(Map<String, String> line) throws Exception {
    TlsReport report = new TlsReportParser().parse(only(line.get("file"), Kind.TLS).content());
    assertThat(report.reporter()).isEqualTo(line.get("organization"));
    assertThat(report.reportId()).isEqualTo(line.get("report_id"));
    assertThat(report.begin()).isEqualTo(Instant.parse(line.get("start")));
    assertThat(report.end()).isEqualTo(Instant.parse(line.get("end")));
    assertThat(report.policies().stream().map(TlsReport.Policy::domain))
        .containsExactly(line.get("policy_domains").split(","));
    assertThat(report.policies().stream().map(TlsReport.Policy::type))
        .containsExactly(line.get("policy_types").split(","));
    assertThat(Long.valueOf(report.success())).hasToString(line.get("successful_sessions"));
    assertThat(Long.valueOf(report.failure())).hasToString(line.get("failed_sessions"));
    assertThat(
            Integer.valueOf(
                report.policies().stream().mapToInt(policy -> policy.failures().size()).sum()))
        .hasToString(line.get("failure_details"));
  }

  private static Report only(String file, Kind kind) throws IOException {
    List<Found> found = find(file);
    assertThat(found).hasSize(1);
    assertThat(found.get(0)).isInstanceOf(Report.class);
    Report report = (Report) found.get(0);
    assertThat(report.kind()).isEqualTo(kind);
    return report;
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
