package dev.plumbline.intake.smtp;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.FailingDatabase;
import dev.plumbline.intake.Intake;
import dev.plumbline.intake.Mails;
import dev.plumbline.intake.TestAddresses;
import dev.plumbline.mime.Limits;
import dev.plumbline.recheck.TestMailRounds;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports by SMTP on the way that all reports go. */
@QuarkusTest
class ListenerIntakeTest {

  private static final String TO = "dmarc@reports.example";

  @Inject Intake intake;
  @Inject DataSource database;
  @Inject TestAddresses addresses;
  @Inject TestMailRounds rounds;

  private final String id = "smtp-" + UUID.randomUUID();
  private MailListener listener;

  @BeforeEach
  void listen() {
    Listening settings = new Listening();
    settings.recipients = List.of(TO, "reports@post-tests.example");
    listener =
        new MailListener(settings, new MailTaking(intake), Limits.DEFAULT, Clock.systemUTC(), true);
    listener.open();
  }

  @AfterEach
  void stop() {
    listener.stop(null);
  }

  private String report() {
    return new String(Mails.report(id), StandardCharsets.ISO_8859_1).replaceAll("\\r?\\n", "\r\n");
  }

  private String deliver(String mail) throws IOException {
    try (SmtpClient client = new SmtpClient(listener.ports().get(0))) {
      client.begin("EHLO", TO);
      return client.say(mail + "\r\n.");
    }
  }

  @Test
  void report_is_stored_when_250_is_answered_and_counts_once() throws IOException {
    assertThat(deliver(report())).isEqualTo("250 2.0.0 Taken: stored");
    assertThat(deliver(report())).isEqualTo("250 2.0.0 Taken: duplicate");
    assertThat(deliver("From: a@b.example\r\nSubject: A letter\r\n\r\nHello\r\n"))
        .isEqualTo("250 2.0.0 Taken: not_a_report");
  }

  @Test
  void client_that_is_gone_before_the_answer_finds_a_duplicate() throws Exception {
    try (SmtpClient client = new SmtpClient(listener.ports().get(0))) {
      client.begin("EHLO", TO);
      client.send(report() + "\r\n.\r\n");
    }
    String answer = "";
    for (int i = 0; i < 50 && !answer.endsWith("duplicate"); i++) {
      answer = deliver(report());
      Thread.sleep(100);
    }
    assertThat(answer).isEqualTo("250 2.0.0 Taken: duplicate");
  }

  @Test
  void database_that_is_away_is_answered_with_451() throws Exception {
    String mail = report().replace("Report Domain:", "doomed-smtp Report Domain:");
    try (var failing =
        new FailingDatabase(database, "doomed-smtp", FailingDatabase.SHUTTING_DOWN)) {
      assertThat(deliver(mail)).startsWith("451 4.3.0");
    }
    assertThat(deliver(mail)).isEqualTo("250 2.0.0 Taken: stored");
  }

  @Test
  void test_mail_is_verified_by_what_the_listener_saw() throws IOException {
    TestAddresses.Made made = addresses.make("test").orElseThrow();
    try (SmtpClient client = new SmtpClient(listener.ports().get(0))) {
      client.begin("EHLO", made.address());
      String forged =
          "Received: from [198.51.100.9] by mx.post-tests.example; Fri, 1 May 2026 12:00:00 +0000";
      String mail = forged + "\r\nFrom: ann@client.example\r\nSubject: By SMTP\r\n\r\nHello\r\n.";
      assertThat(client.say(mail)).isEqualTo("250 2.0.0 Taken: not_a_report");
    }
    rounds.run();
    String page =
        given().get("/test-mail/" + made.token()).then().statusCode(200).extract().asString();
    // Only the listener's own word counts, and that names another server in these tests.
    assertThat(page).contains("By SMTP").doesNotContain("198.51.100.9");
  }
}
