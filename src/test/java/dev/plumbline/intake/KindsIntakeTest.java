package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.store.Table;
import dev.plumbline.store.intake.DocumentKind;
import dev.plumbline.store.intake.DocumentOutcome;
import dev.plumbline.store.intake.IntakeEntry;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.traffic.ReportQueries;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Failure and TLS reports on the way that all reports go. */
@QuarkusTest
class KindsIntakeTest {

  private static final AtomicInteger DOMAINS = new AtomicInteger();

  @Inject Intake intake;
  @Inject IntakeQueries log;
  @Inject ReportQueries reports;
  @Inject SecondChances chances;
  @Inject DataSource database;

  private final String domain = "kinds-" + DOMAINS.incrementAndGet() + ".example";

  private byte[] failure(String source, int number) {
    return """
        From: noreply@receiver.example
        To: ruf@%s
        Subject: FW: Secret subject %d
        Date: Tue, 10 Nov 2026 09:16:00 +0000
        Message-ID: <%d.%s@receiver.example>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary=B

        --B
        Content-Type: message/feedback-report

        Feedback-Type: auth-failure
        User-Agent: R/1
        Version: 1
        Auth-Failure: dmarc
        Original-Mail-From: <private.person@shop.example>
        Arrival-Date: Tue, 10 Nov 2026 09:15:02 +0000
        Source-IP: %s
        Reported-Domain: %s

        --B
        Content-Type: message/rfc822

        From: Private Person <private.person@%s>
        To: bob@receiver.example
        Subject: Secret subject %d

        The secret body.
        --B--
        """
        .formatted(domain, number, number, domain, source, domain, domain, number)
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] tls(int success, int failure) {
    return """
        {"organization-name": "Receiver", "report-id": "%s",
         "date-range": {"start-datetime": "2026-11-09T00:00:00Z",
           "end-datetime": "2026-11-09T23:59:59Z"},
         "policies": [{"policy": {"policy-type": "sts", "policy-domain": "%s"},
           "summary": {"total-successful-session-count": %d,
             "total-failure-session-count": %d},
           "failure-details": [{"result-type": "certificate-expired",
             "receiving-mx-hostname": "mx.%s", "failed-session-count": %d}]}]}
        """
        .formatted(domain, domain, success, failure, domain, failure)
        .getBytes(StandardCharsets.UTF_8);
  }

  private ItemOutcome take(byte[] bytes) {
    return intake.take("rest", "secret subject in a file name", null, ReceivedBytes.of(bytes));
  }

  private List<ItemOutcome> takeAll(List<byte[]> all) {
    return intake.takeAll(
        all.stream()
            .map(one -> new Intake.Incoming("rest", "secret subject", null, ReceivedBytes.of(one)))
            .toList());
  }

  private List<String> rows(String sql) {
    return Table.rows(
        database, sql.formatted("(select id from domain where name = '" + domain + "')"));
  }

  @Test
  void a_failure_report_is_stored_and_known_the_next_time() {
    ItemOutcome first = take(failure("192.0.2.1", 1));
    assertThat(first.outcome()).isEqualTo(Outcome.STORED);
    assertThat(first.documents().get(0).kind()).isEqualTo(DocumentKind.FAILURE);
    assertThat(first.reason())
        .isEqualTo(
            "Failure report of receiver.example about %s: a message from 192.0.2.1, failed dmarc."
                .formatted(domain));

    assertThat(take(failure("192.0.2.1", 1)).outcome()).isEqualTo(Outcome.DUPLICATE);
    assertThat(rows("select reports, kept from failure_incident where domain_id = %s"))
        .containsExactly("1 1");
  }

  @Test
  void reports_of_one_cause_are_one_incident_whether_they_come_alone_or_together() {
    List<byte[]> mails = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      mails.add(failure("192.0.2." + (1 + i % 2), i));
    }
    mails.add(failure("192.0.2.1", 0));
    List<ItemOutcome> outcomes = takeAll(mails);
    take(failure("192.0.2.2", 9_999));

    assertThat(outcomes).filteredOn(one -> one.outcome() == Outcome.STORED).hasSize(150);
    assertThat(outcomes.get(150).outcome()).isEqualTo(Outcome.DUPLICATE);
    assertThat(
            rows("select source_ip, reports from failure_incident where domain_id = %s order by 1"))
        .containsExactly("192.0.2.1 75", "192.0.2.2 76");
    assertThat(rows("select sum(reports) from failure_day where domain_id = %s"))
        .containsExactly("151");
  }

  @Test
  void of_a_flood_all_are_counted_and_some_are_kept() {
    List<byte[]> mails = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      mails.add(failure("192.0.2.7", i));
    }
    takeAll(mails.subList(0, 90));
    takeAll(mails.subList(90, 130));

    assertThat(rows("select reports, kept from failure_incident where domain_id = %s"))
        .containsExactly("130 100");
    assertThat(rows("select count(*), count(detail) from failure_report where domain_id = %s"))
        .containsExactly("130 100");
  }

  @Test
  void neither_the_log_nor_the_kept_bytes_have_the_private_message() throws Exception {
    ItemOutcome outcome = take(failure("192.0.2.1", 77));
    IntakeEntry entry = log.entry(outcome.intakeId()).orElseThrow();
    assertThat(entry.name()).isEqualTo("failure report");

    assertThat(kept(outcome)).doesNotContain("secret body").contains("Reported-Domain: " + domain);
  }

  private String kept(ItemOutcome outcome) throws IOException {
    try (InputStream in = reports.rawOfIntake(outcome.intakeId()).orElseThrow().content().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_failure_report_that_is_taken_again_counts_once() {
    ItemOutcome first = take(failure("192.0.2.1", 5));
    ItemOutcome again = chances.again(first.intakeId()).orElseThrow();

    assertThat(again.outcome()).isEqualTo(Outcome.STORED);
    assertThat(rows("select reports, kept from failure_incident where domain_id = %s"))
        .containsExactly("1 1");
    assertThat(rows("select reports, kept from failure_day where domain_id = %s"))
        .containsExactly("1 1");
    assertThat(chances.ofDomains(List.of(domain))).containsExactly(first.intakeId());
  }

  @Test
  void a_failure_report_that_was_passed_on_as_a_message_is_taken_again_as_well() throws Exception {
    String inner = new String(failure("192.0.2.1", 6), StandardCharsets.UTF_8);
    String outer =
        "From: postmaster@%s\nSubject: Fwd\nMIME-Version: 1.0\n".formatted(domain)
            + "Content-Type: multipart/mixed; boundary=OUT\n\n--OUT\n"
            + "Content-Type: message/rfc822\n\n"
            + inner
            + "\n--OUT--\n";
    ItemOutcome first = take(outer.getBytes(StandardCharsets.UTF_8));
    assertThat(first.outcome()).isEqualTo(Outcome.STORED);
    assertThat(kept(first)).doesNotContain("secret body").contains("Reported-Domain: " + domain);
    assertThat(chances.again(first.intakeId()).orElseThrow().outcome()).isEqualTo(Outcome.STORED);
  }

  @Test
  void of_an_archive_of_failure_reports_neither_bodies_nor_names_of_files_are_kept()
      throws Exception {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      for (int i = 0; i < 2; i++) {
        out.putNextEntry(new ZipEntry("Secret subject " + i + ".eml"));
        out.write(failure("192.0.2." + i, 20 + i));
      }
    }
    ItemOutcome first = take(zip.toByteArray());
    assertThat(first.outcome()).isEqualTo(Outcome.STORED);
    assertThat(first.documents()).hasSize(2);
    assertThat(first.toString()).doesNotContain("ecret");

    StringBuilder unpacked = new StringBuilder();
    try (ZipInputStream in =
        new ZipInputStream(reports.rawOfIntake(first.intakeId()).orElseThrow().content().open())) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        unpacked.append(entry.getName()).append(' ');
        unpacked.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    assertThat(unpacked)
        .contains("1.eml ", "2.eml ", "Reported-Domain: " + domain)
        .doesNotContain("secret body");
    assertThat(chances.again(first.intakeId()).orElseThrow().outcome()).isEqualTo(Outcome.STORED);
    assertThat(rows("select sum(reports) from failure_incident where domain_id = %s"))
        .containsExactly("2");
  }

  @Test
  void a_tls_report_is_stored_known_and_in_conflict() {
    ItemOutcome first = take(tls(100, 3));
    assertThat(first.outcome()).isEqualTo(Outcome.STORED);
    assertThat(first.reason())
        .isEqualTo(
            "TLS report of Receiver about %s: 100 sessions succeeded, 3 failed.".formatted(domain));
    assertThat(take(tls(100, 3)).outcome()).isEqualTo(Outcome.DUPLICATE);
    ItemOutcome other = take(tls(101, 3));
    assertThat(other.documents().get(0).outcome()).isEqualTo(DocumentOutcome.CONFLICT);
    assertThat(rows("select reports, success, failure from tls_day where domain_id = %s"))
        .containsExactly("1 100 3");

    ItemOutcome again = chances.again(first.intakeId()).orElseThrow();
    assertThat(again.outcome()).isEqualTo(Outcome.STORED);
    assertThat(rows("select reports, success, failure from tls_day where domain_id = %s"))
        .containsExactly("1 100 3");
    assertThat(rows("select result_type, sessions from tls_failure_day where domain_id = %s"))
        .containsExactly("certificate-expired 3");
  }

  @Test
  void what_a_tls_report_with_long_words_counted_is_taken_away_again() {
    byte[] report =
        new String(tls(100, 3), StandardCharsets.UTF_8)
            .replace("\"sts\"", "\"" + "type".repeat(60) + "\"")
            .replace("certificate-expired", "expired".repeat(40))
            .replace("mx." + domain, "mx." + "label.".repeat(100) + domain)
            .getBytes(StandardCharsets.UTF_8);
    ItemOutcome first = take(report);
    assertThat(first.outcome()).isEqualTo(Outcome.STORED);

    assertThat(chances.again(first.intakeId()).orElseThrow().outcome()).isEqualTo(Outcome.STORED);
    assertThat(rows("select reports, success, failure from tls_day where domain_id = %s"))
        .containsExactly("1 100 3");
    assertThat(rows("select sessions from tls_failure_day where domain_id = %s"))
        .containsExactly("3");
  }

  @Test
  void reports_of_all_kinds_come_in_one_batch() {
    List<ItemOutcome> outcomes =
        takeAll(List.of(tls(5, 1), failure("192.0.2.3", 1), Mails.letter("hello"), tls(5, 1)));

    assertThat(outcomes)
        .extracting(ItemOutcome::outcome)
        .containsExactly(Outcome.STORED, Outcome.STORED, Outcome.NOT_A_REPORT, Outcome.DUPLICATE);
  }

  @Test
  void a_report_about_a_subdomain_belongs_to_the_domain_that_is_monitored() {
    take(tls(1, 0));
    take(
        new String(failure("192.0.2.1", 1), StandardCharsets.UTF_8)
            .replace("Reported-Domain: ", "Reported-Domain: bounce.")
            .getBytes(StandardCharsets.UTF_8));

    assertThat(rows("select reports from failure_incident where domain_id = %s"))
        .containsExactly("1");
  }
}
