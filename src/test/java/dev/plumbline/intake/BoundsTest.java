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
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.report.tls.TlsReport;
import dev.plumbline.store.intake.LearntDomains.Known;
import dev.plumbline.store.intake.SetAsideException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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

  @Test
  void a_time_that_cannot_be_is_told_by_its_day() {
    assertThatThrownBy(() -> check(Bounds.USUAL, report("b.example", "1970-01-02T03:04:05Z", 1, 3)))
        .hasMessage("It is about 1970-01-02, when there was no DMARC yet.");
    assertThatThrownBy(() -> check(Bounds.USUAL, report("b.example", "2027-03-04T00:00:00Z", 1, 3)))
        .hasMessageMatching("It is about a time to come: it ends on 2027-03-0[45]\\.");
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
    Bounds own = Bounds.of(List.of("bounds.example", " B\u00fccher.example", "bank"), 1_000, 100);
    for (String ours :
        List.of("bounds.example", "m.bounds.example", "xn--bcher-kva.example", "bank")) {
      assertThatCode(() -> check(own, report(ours, DAY, 1, 3))).doesNotThrowAnyException();
    }
    for (String theirs : List.of("other.example", "notbounds.example", "example")) {
      assertSetAside(own, report(theirs, DAY, 1, 3), "own-domains");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bounds.of(List.of("no domain"), 1, 1))
        .withMessageContaining("plumbline.bounds.own-domains");
  }

  @Test
  void what_dns_told_of_a_domain_counts_for_mail() {
    AggregateReport report = report("bounds.example", DAY, 1, 3);
    for (Known known : List.of(Known.OURS, Known.NOTHING_LEARNT)) {
      assertThatCode(() -> checkMail(Bounds.USUAL, report, known)).doesNotThrowAnyException();
    }
    for (Known known : List.of(Known.ELSEWHERE, Known.NOT_ASKED)) {
      assertThatThrownBy(() -> checkMail(Bounds.USUAL, report, known))
          .isInstanceOfSatisfying(
              SetAsideException.class, aside -> assertThat(aside.bound()).isEqualTo("own-domains"));
    }
    Bounds listed = Bounds.of(List.of("bounds.example"), 1_000, 100);
    assertThatCode(() -> checkMail(listed, report, Known.ELSEWHERE)).doesNotThrowAnyException();
    AggregateReport other = report("other.example", DAY, 1, 3);
    assertThatCode(() -> checkMail(listed, other, Known.OURS)).doesNotThrowAnyException();
    assertThatThrownBy(() -> checkMail(listed, other, Known.NOTHING_LEARNT))
        .isInstanceOf(SetAsideException.class);
  }

  @Test
  void a_report_that_names_more_domains_than_we_would_ask_about_is_set_aside() {
    AggregateReport report = report("bounds.example", DAY, 1, 3);
    Bounds.Arrival arrival = Bounds.Arrival.chosen(RECEIVED);
    assertThatCode(() -> Bounds.USUAL.check(report, Bounds.USUAL_IDENTITIES, arrival))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Bounds.USUAL.check(report, Bounds.USUAL_IDENTITIES + 1, arrival))
        .isInstanceOfSatisfying(
            SetAsideException.class, aside -> assertThat(aside.bound()).isEqualTo("identities"));
  }

  @ParameterizedTest
  @CsvSource({
    "tls.example, 2026-11-19T00:00:00Z, 5, ''",
    "com, 2026-11-19T00:00:00Z, 5, public-suffixes",
    "t\"><b>.example, 2026-11-19T00:00:00Z, 5, domain-names",
    "tls.example, 1970-01-02T00:00:00Z, 5, dates",
    "tls.example, 2027-11-19T00:00:00Z, 5, dates",
    "tls.example, 2026-11-19T00:00:00Z, 9000000000, messages"
  })
  void tls_reports_have_the_same_bounds(String domain, String begin, long sessions, String bound) {
    TlsReport report =
        new TlsReport(
            "R",
            "t",
            Instant.parse(begin),
            Instant.parse(begin).plusSeconds(86_399),
            null,
            List.of(
                new TlsReport.Policy("sts", domain, List.of(), List.of(), sessions, 0, List.of())),
            List.of());
    assertBound(bound, () -> Bounds.USUAL.check(report, Bounds.Arrival.chosen(RECEIVED)));
  }

  @Test
  void sessions_of_a_tls_report_are_added_up_without_a_limit() {
    TlsReport.Policy much =
        new TlsReport.Policy(
            "sts", "tls.example", List.of(), List.of(), Long.MAX_VALUE, Long.MAX_VALUE, List.of());
    TlsReport report =
        new TlsReport(
            "R", "t", Instant.parse(DAY), Instant.parse(DAY), null, List.of(much, much), List.of());
    assertBound("messages", () -> Bounds.USUAL.check(report, Bounds.Arrival.chosen(RECEIVED)));
  }

  @ParameterizedTest
  @CsvSource({
    "failing.example, 2026-11-19T00:00:00Z, ''",
    "co.uk, 2026-11-19T00:00:00Z, public-suffixes",
    "failing.example, 1970-01-02T00:00:00Z, dates",
    "failing.example, 9999-01-02T00:00:00Z, dates"
  })
  void failure_reports_have_the_same_bounds(String domain, String arrival, String bound) {
    FailureReport report =
        new FailureReport(
            "reporter.example",
            null,
            null,
            FailureReport.AUTH_FAILURE,
            List.of("dmarc"),
            null,
            List.of(domain),
            Instant.parse(arrival),
            null,
            null,
            null,
            List.of(),
            new FailureReport.Dkim(null, null, null),
            null,
            List.of(),
            new FailureReport.Original(null, null, null, null, null, null, List.of()),
            null,
            true,
            List.of());
    assertBound(bound, () -> Bounds.USUAL.check(report, Bounds.Arrival.chosen(RECEIVED)));
  }

  private static void assertBound(String bound, ThrowingCallable check) {
    if (bound.isEmpty()) {
      assertThatCode(check).doesNotThrowAnyException();
      return;
    }
    assertThatThrownBy(check)
        .isInstanceOfSatisfying(
            SetAsideException.class, aside -> assertThat(aside.bound()).isEqualTo(bound));
  }

  private static void checkMail(Bounds bounds, AggregateReport report, Known known)
      throws SetAsideException {
    bounds.check(report, 1, new Bounds.Arrival(RECEIVED, name -> known));
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
    bounds.check(report, 1, Bounds.Arrival.chosen(RECEIVED));
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
