package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportSink;
import dev.plumbline.store.intake.SetAsideException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What anybody may mail, and what of it is believed. */
class BoundsTest {

  private static final Instant RECEIVED = Instant.parse("2026-11-20T08:00:00Z");
  private static final String DAY = "2026-11-19T00:00:00Z";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bounds.example",
        "a.b.c.bounds.example",
        "xn--bcher-kva.example",
        "_under.bounds.example",
        "bounds.co.uk",
        "1and1.example"
      })
  void an_honest_first_report_about_any_domain_is_believed(String domain) {
    assertThatCode(() -> check(Bounds.USUAL, report(domain, DAY, 1, 3))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "dom\"><script>.example, domain-names",
    "two words.example, domain-names",
    "com, public-suffixes",
    "co.uk, public-suffixes",
    "localhost, public-suffixes"
  })
  void a_name_that_nobody_monitors_is_set_aside(String domain, String bound) {
    assertSetAside(Bounds.USUAL, report(domain, DAY, 1, 3), bound);
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 1",
    "2011-12-31T00:00:00Z, 1",
    "9999-01-01T00:00:00Z, 1",
    "2026-11-22T08:00:01Z, 1",
    "2026-11-21T00:00:00Z, 5",
    "2025-01-01T00:00:00Z, 101"
  })
  void a_time_that_cannot_be_is_set_aside(String begin, long days) {
    assertSetAside(Bounds.USUAL, report("bounds.example", begin, days, 3), "dates");
  }

  @ParameterizedTest
  @CsvSource({"2012-01-01T00:00:00Z, 1", "2026-11-20T00:00:00Z, 1", "2026-08-20T00:00:00Z, 92"})
  void old_archives_other_time_zones_and_long_spans_are_believed(String begin, long days) {
    assertThatCode(() -> check(Bounds.USUAL, report("bounds.example", begin, days, 3)))
        .doesNotThrowAnyException();
  }

  @Test
  void more_messages_than_anybody_sends_are_set_aside() {
    assertThatCode(
            () -> check(Bounds.USUAL, report("bounds.example", DAY, 1, Bounds.USUAL_MESSAGES)))
        .doesNotThrowAnyException();
    assertSetAside(
        Bounds.USUAL, report("bounds.example", DAY, 1, Bounds.USUAL_MESSAGES + 1), "messages");
    assertSetAside(Bounds.USUAL, report("bounds.example", DAY, 1, 1_000_000_000_000L), "messages");
  }

  @Test
  void once_own_domains_are_listed_reports_about_others_are_set_aside() {
    Bounds own = Bounds.of(List.of("bounds.example", " B\u00fccher.example", "bank"), 1_000);
    for (String ours :
        List.of("bounds.example", "m.bounds.example", "xn--bcher-kva.example", "bank")) {
      assertThatCode(() -> check(own, report(ours, DAY, 1, 3))).doesNotThrowAnyException();
    }
    for (String theirs : List.of("other.example", "notbounds.example", "example")) {
      assertSetAside(own, report(theirs, DAY, 1, 3), "own-domains");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bounds.of(List.of("no domain"), 1))
        .withMessageContaining("plumbline.bounds.own-domains");
  }

  private static void assertSetAside(Bounds bounds, AggregateReport report, String bound) {
    assertThatThrownBy(() -> check(bounds, report))
        .isInstanceOfSatisfying(
            SetAsideException.class,
            aside -> {
              assertThat(aside.bound()).isEqualTo(bound);
              assertThat(aside.getMessage()).startsWith("It ").endsWith(".");
            });
  }

  private static void check(Bounds bounds, AggregateReport report) throws SetAsideException {
    bounds.check(report, RECEIVED);
  }

  static AggregateReport report(String domain, String begin, long days, long messages) {
    Instant from = Instant.parse(begin);
    String xml =
        Mails.xml("bounds")
            .replace("<begin>1700000000", "<begin>" + from.getEpochSecond())
            .replace(
                "<end>1700086399",
                "<end>" + (from.plus(Duration.ofDays(days)).getEpochSecond() - 1))
            .replace("<count>3", "<count>" + messages)
            .replace("intake.example", domain.replace("<", "&lt;").replace(">", "&gt;"));
    try {
      return new AggregateReportParser()
          .parse(
              () -> new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)),
              new ReportSink() {
                @Override
                public void begin(ReportHeader header) {
                  // Only the whole is looked at.
                }

                @Override
                public void row(ReportRow row) {
                  // The same.
                }
              });
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
