package dev.plumbline.store.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.Intake;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.Table;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetentionTest {

  @Inject Intake intake;
  @Inject Retention retention;
  @Inject IntakeQueries log;
  @Inject DataSource database;
  @Inject Clock clock;

  private final String domain = MadeReport.newDomain();

  private ItemOutcome failure(Duration ago) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            clock.instant().minus(ago).atOffset(ZoneOffset.UTC));
    String mail =
        """
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
    return intake.take(
        "upload", "x", null, ReceivedBytes.of(mail.getBytes(StandardCharsets.UTF_8)));
  }

  private List<String> rows(String sql) {
    return Table.rows(
        database, sql.formatted("(select id from domain where name = '" + domain + "')"));
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
}
