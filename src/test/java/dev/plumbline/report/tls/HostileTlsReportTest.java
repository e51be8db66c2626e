package dev.plumbline.report.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HostileTlsReportTest {

  private static TlsReport parse(String json) throws InvalidReportException, IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new TlsReportParser().parse(() -> new ByteArrayInputStream(bytes));
  }

  private static void assertLimit(String limit, String json) {
    LimitExceededException refused =
        catchThrowableOfType(LimitExceededException.class, () -> parse(json));
    assertThat(refused).isNotNull();
    assertThat(refused.limit()).isEqualTo(limit);
    assertThat(refused.getMessage()).endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "7",
        "{",
        "{}",
        "{\"a\":1}",
        "{\"report-id\":NaN}",
        "{\"report-id\":Infinity}",
        "{\"report-id\":'1'}",
        "{\"report-id\":\"1\",}",
        "{\"report-id\":\"1\" /* no */}",
        "{report-id:\"1\"}",
        "{\"report-id\":\"1\",\"report-id\":\"1\"}",
        "{\"report-id\":01}",
        "{\"report-id\":\"a\nb\"}",
        "[{\"report-id\":\"1\"},{\"report-id\":\"2\"}]"
      })
  void what_is_no_json_or_no_report_is_refused_with_a_sentence(String json) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(InvalidReportException.class)
        .message()
        .endsWith(".")
        .doesNotContain("Feature");
  }

  @Test
  void bombs_are_refused_by_the_name_of_their_limit() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertLimit("json-depth", "{\"report-id\":\"1\",\"x\":" + deep + "}");
    assertLimit("json-text", "{\"report-id\":\"" + "a".repeat(200_000) + "\"}");
    assertLimit("json-text", "{\"" + "a".repeat(200_000) + "\":1}");
    assertLimit("json-number", "{\"report-id\":\"1\",\"x\":" + "9".repeat(1_000) + "}");
    assertLimit(
        "json-list",
        "{\"policies\":[{\"policy\":{\"policy-string\":[" + "\"a\",".repeat(2_000) + "\"a\"]}}]}");
    assertLimit("tls-policies", "{\"policies\":[" + "{},".repeat(20_000) + "{}]}");
    assertLimit(
        "tls-failures", "{\"policies\":[{\"failure-details\":[" + "{},".repeat(60_000) + "{}]}]}");
    assertLimit("tls-report-bytes", " ".repeat((32 << 20) + 1));
  }

  @Test
  void sums_of_the_largest_counts_stay_numbers() throws Exception {
    String policy = "{\"summary\":{\"total-successful-session-count\":999999999999999999999999}}";
    TlsReport report = parse("{\"policies\":[" + (policy + ",").repeat(9_999) + policy + "]}");

    assertThat(report.success()).isEqualTo(10_000L * 1_000_000_000_000L);
    assertThat(report.repairs()).hasSizeLessThan(20);
  }

  @Test
  void a_report_in_utf_16_is_read() throws Exception {
    byte[] bytes = "\ufeff{\"report-id\":\"1\"}".getBytes(StandardCharsets.UTF_16LE);

    TlsReport report = new TlsReportParser().parse(() -> new ByteArrayInputStream(bytes));

    assertThat(report.reportId()).isEqualTo("1");
    assertThat(report.repairs().get(0).code()).isEqualTo("wrong-encoding");
  }
}
