package dev.plumbline.store.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.Intake;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.store.Database;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.Table;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetentionTest {

  @Inject Intake intake;
  @Inject Retention retention;
  @Inject IntakeQueries log;
  @Inject IntakeStore store;
  @Inject Folding folding;
  @Inject DataSource database;
  @Inject Clock clock;

  private final String domain = MadeReport.newDomain();

  private ItemOutcome failure(Duration ago) {
    return take(mail(ago).getBytes(StandardCharsets.UTF_8));
  }

  private ItemOutcome take(byte[] bytes) {
    return intake.take("upload", "x", null, ReceivedBytes.of(bytes));
  }

  private String mail(Duration ago) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            clock.instant().minus(ago).atOffset(ZoneOffset.UTC));
    return """
    From: noreply@receiver.example
    Message-ID: <%2$s@receiver.example>
    Content-Type: multipart/report; report-type=feedback-report; boundary=B

    --B
    Content-Type: message/feedback-report

    Feedback-Type: auth-failure
    Auth-Failure: dmarc
    Arrival-Date: %3$s
    Source-IP: 192.0.2.5
    Reported-Domain: %1$s

    --B--
    """
        .formatted(domain, ago, date);
  }

  private String tls(Duration ago, int success) {
    LocalDate day = LocalDate.ofInstant(clock.instant().minus(ago), ZoneOffset.UTC);
    return """
    {"organization-name": "Receiver", "report-id": "%1$s of %2$s",
     "date-range": {"start-datetime": "%2$sT00:00:00Z", "end-datetime": "%2$sT23:59:59Z"},
     "policies": [{"policy": {"policy-type": "sts", "policy-domain": "%1$s"},
       "summary": {"total-successful-session-count": %3$d,
         "total-failure-session-count": 2},
       "failure-details": [{"result-type": "certificate-expired",
         "receiving-mx-hostname": "mx.%1$s", "failed-session-count": 2}]}]}
    """
        .formatted(domain, day, success);
  }

  /** Some files in one archive. */
  private static byte[] zip(String... files) throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      for (int i = 0; i < files.length; i++) {
        out.putNextEntry(new ZipEntry(i + (files[i].startsWith("{") ? ".json" : ".eml")));
        out.write(files[i].getBytes(StandardCharsets.UTF_8));
      }
    }
    return zip.toByteArray();
  }

  private List<String> rows(String sql) {
    return Table.rows(
        database, sql.formatted("(select id from domain where name = '" + domain + "')"));
  }

  /** Bytes go with what is known of them: nobody would find them any more to remove them. */
  @AfterEach
  void no_bytes_are_left_behind() {
    assertThat(rows("select sha256 from raw_content except select sha256 from raw_payload"))
        .isEmpty();
    assertThat(rows("select sha256 from raw_payload except select sha256 from raw_content"))
        .isEmpty();
  }

  @Test
  void failure_reports_go_with_their_bytes_when_they_are_old() {
    ItemOutcome old = failure(Duration.ofDays(91));
    ItemOutcome young = failure(Duration.ofDays(89));

    retention.run();

    assertThat(rows("select reports, kept from failure_incident where domain_id = %s"))
        .containsExactly("1 1");
    assertThat(rows("select reports from failure_day where domain_id = %s")).containsExactly("1");
    assertThat(log.entry(old.intakeId()).orElseThrow().sizeBytes()).isNull();
    assertThat(log.entry(young.intakeId()).orElseThrow().sizeBytes()).isPositive();

    retention.run();
    assertThat(rows("select count(*) from failure_report where domain_id = %s"))
        .containsExactly("1");
  }

  @Test
  void of_what_came_together_only_the_old_goes_and_the_bytes_with_the_last() throws IOException {
    ItemOutcome both = take(zip(mail(Duration.ofDays(91)), mail(Duration.ofDays(89))));
    assertThat(both.documents()).hasSize(2);

    retention.run();

    assertThat(rows("select count(*) from failure_report where domain_id = %s"))
        .containsExactly("1");
    assertThat(rows("select reports, kept from failure_incident where domain_id = %s"))
        .containsExactly("1 1");
    assertThat(log.entry(both.intakeId()).orElseThrow().sizeBytes()).isPositive();

    Table.change(
        database,
        "update failure_report set arrived_at = arrived_at - interval '2 days' where intake_id = "
            + both.intakeId());
    retention.run();
    assertThat(log.entry(both.intakeId()).orElseThrow().sizeBytes()).isNull();
  }

  @Test
  void bytes_of_a_failure_report_that_came_twice_go_as_well() {
    String mail = mail(Duration.ofDays(1));
    take(mail.getBytes(StandardCharsets.UTF_8));
    ItemOutcome twice =
        take(mail.replace("From: no", "X-Way: other\nFrom: no").getBytes(StandardCharsets.UTF_8));
    assertThat(twice.outcome()).isEqualTo(Outcome.DUPLICATE);

    retention.run();
    assertThat(log.entry(twice.intakeId()).orElseThrow().sizeBytes()).isPositive();
    Table.change(
        database,
        "update intake_log set received_at = received_at - interval '91 days' where id = "
            + twice.intakeId());
    retention.run();

    assertThat(log.entry(twice.intakeId()).orElseThrow().sizeBytes()).isNull();
    assertThat(rows("select count(*) from failure_report where domain_id = %s"))
        .containsExactly("1");
  }

  @Test
  void tls_reports_go_with_all_that_they_counted() throws IOException {
    ItemOutcome both = take(zip(tls(Duration.ofDays(740), 100), tls(Duration.ofDays(3), 7)));
    assertThat(rows("select count(*) from tls_day where domain_id = %s")).containsExactly("2");

    retention.run();

    assertThat(rows("select success, failure from tls_report where domain_id = %s"))
        .containsExactly("7 2");
    assertThat(rows("select reports, success, failure from tls_day where domain_id = %s"))
        .containsExactly("1 7 2");
    assertThat(rows("select sessions from tls_failure_day where domain_id = %s"))
        .containsExactly("2");
    assertThat(log.entry(both.intakeId()).orElseThrow().sizeBytes()).isPositive();
  }

  /** Long before whatever other tests have reports about, whose domains are held besides. */
  @Test
  void aggregate_reports_go_with_rows_totals_and_bytes_and_held_domains_stay() {
    String keptDomain = MadeReport.newDomain();
    for (String day : List.of("2013-03-10", "2014-02-04", "2014-02-10")) {
      store(domain, day);
      store(keptDomain, day);
    }
    long alone = store(domain, "2013-08-10");
    LocalDate before = LocalDate.of(2014, 2, 5);

    new ReportRetention(new Database(database), others(domain)).clear(before);
    fold(domain, keptDomain);

    assertThat(sums(domain)).containsExactly("1 7 7 7");
    assertThat(sums(keptDomain)).containsExactly("3 21 21 21");
    assertThat(Table.rows(database, "select to_regclass('report_row_2013_08')"))
        .as("a month goes as a whole")
        .containsExactly("null");
    assertThat(log.entry(alone).orElseThrow().sizeBytes()).isNull();
    assertThat(
            Table.rows(
                database,
                """
                select distinct subject from (
                  select domain_id, subject, removed from fresh_event
                  union all select domain_id, subject, removed from event) e
                where removed and domain_id = %d\
                """
                    .formatted(ids(domain).get(0))))
        .as("whoever follows is told")
        .hasSize(3);

    new ReportRetention(new Database(database), others(keptDomain)).clear(before);
    fold(keptDomain);
    assertThat(sums(keptDomain)).containsExactly("1 7 7 7");
  }

  private long store(String name, String day) {
    return store
        .record(
            MadeReport.item(),
            MadeReport.about(name, MadeReport.row("192.0.2.7", 7, true))
                .from(LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant())
                .withId("kept-" + day)
                .alone())
        .intakeId();
  }

  private void fold(String... names) {
    for (String name : names) {
      folding.fold(ids(name).get(0));
    }
  }

  /** All domains but one. */
  private List<Long> others(String name) {
    return Table.rows(database, "select id from domain where name <> '" + name + "'").stream()
        .map(Long::valueOf)
        .toList();
  }

  private List<Long> ids(String name) {
    return Table.rows(database, "select id from domain where name = '" + name + "'").stream()
        .map(Long::valueOf)
        .toList();
  }

  /** Reports, and messages by rows, totals and days. */
  private List<String> sums(String name) {
    long id = ids(name).get(0);
    return Table.rows(
        database,
        """
        select (select count(*) from report where domain_id = %1$d),
          (select sum(messages) from report_row where domain_id = %1$d),
          (select sum(messages) from daily_traffic where domain_id = %1$d),
          (select sum(messages) from counted_day where domain_id = %1$d)\
        """
            .formatted(id));
  }
}
