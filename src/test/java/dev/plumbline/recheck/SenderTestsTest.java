package dev.plumbline.recheck;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import dev.plumbline.dns.FakeDns;
import dev.plumbline.intake.Intake;
import dev.plumbline.intake.Mails;
import dev.plumbline.intake.TestAddresses;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.review.Judge;
import dev.plumbline.store.Table;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.intake.TestMails;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A test mail through a sender shows that it is authorized before any report does. */
@QuarkusTest
class SenderTestsTest {

  private static final String DOMAIN = "sendertest.example";

  @Inject Intake intake;
  @Inject TestMails mails;
  @Inject TestAddresses addresses;
  @Inject MailConnections connections;
  @Inject SenderTestRounds senders;
  @Inject Judge judge;
  @Inject Clock clock;
  @Inject DataSource database;

  private final FakeDns dns =
      new FakeDns()
          .txt("_dmarc." + DOMAIN, "v=DMARC1; p=reject")
          .txt(DOMAIN, "v=spf1 ip4:192.0.2.1 ip4:192.0.2.99 -all");

  private String sender() {
    String report =
        Mails.xml("sendertest")
            .replace("intake.example", DOMAIN)
            .replace("<dkim>pass</dkim>", "<dkim>fail</dkim>");
    intake.take("cli", "report", null, ReceivedBytes.of(report.getBytes(StandardCharsets.UTF_8)));
    judge.judgeNow(DOMAIN);
    return Table.rows(
            database,
            "select s.sender_key from sender_standing s join domain d on d.id = s.domain_id"
                + " where d.name = '"
                + DOMAIN
                + "'")
        .get(0);
  }

  private String standing(String domain) {
    return Table.rows(
            database,
            "select s.standing from sender_standing s join domain d on d.id = s.domain_id"
                + " where d.name = '"
                + domain
                + "'")
        .get(0);
  }

  private String make(String sender) {
    String location =
        given()
            .redirects()
            .follow(false)
            .formParam("domain", DOMAIN)
            .formParam("sender", sender)
            .post("/test-mail")
            .then()
            .statusCode(303)
            .extract()
            .header("Location");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private void send(String token, String author, String ip) {
    String mail =
        """
        Return-Path: <ann@%1$s>
        Received: from mail.%1$s ([%2$s]) by mx.post-tests.example with ESMTPS;
         Fri, 01 May 2026 12:00:00 +0000
        From: Ann <ann@%1$s>
        To: %3$s
        Subject: A test

        Hello
        """
            .formatted(author, ip, addresses.of(token))
            .replace("\n", "\r\n");
    assertThat(
            intake
                .take(
                    "mailbox:main",
                    "A test",
                    null,
                    ReceivedBytes.of(mail.getBytes(StandardCharsets.ISO_8859_1)))
                .outcome())
        .isEqualTo(Outcome.NOT_A_REPORT);
    new TestMailRounds(mails, dns, clock, connections, senders, false).run();
  }

  @Test
  void what_came_of_a_test_is_kept_on_the_page_of_the_sender_and_in_the_history() {
    String sender = sender();
    String page = "/domains/" + DOMAIN + "/senders/" + sender;
    given()
        .get(page)
        .then()
        .statusCode(200)
        .body(containsString("Send a test through it"), not(containsString("A test mail passed")));

    send(make(sender), DOMAIN, "203.0.113.77");
    given().get(page).then().body(containsString("It does not pass DMARC."));
    send(make(sender), "elsewhere.example", "192.0.2.1");
    given().get(page).then().body(containsString("The mail is of elsewhere.example"));
    send(make(sender), DOMAIN, "192.0.2.99");
    given()
        .get(page)
        .then()
        .body(
            containsString("which no report tells as an address of this sender"),
            not(containsString("A test mail passed")));
    judge.judgeNow(DOMAIN);
    assertThat(standing(DOMAIN)).isEqualTo("UNRECOGNIZED");
    send(make(sender), DOMAIN, "192.0.2.1");
    judge.judgeNow(DOMAIN);
    assertThat(standing(DOMAIN)).isEqualTo("FIXED");
    assertThat(
            Table.rows(
                database,
                "select cause from standing_change where cause = 'test' and sender_key = '"
                    + sender
                    + "'"))
        .isNotEmpty();

    given()
        .get(page)
        .then()
        .body(
            containsString("A test mail passed on"),
            containsString("A test mail through it passed DMARC on 23 Nov 2026, from 192.0.2.1"),
            containsString("It passes DMARC, from 192.0.2.1, an address of this sender."));
    given()
        .get("/domains/" + DOMAIN + "/history?kind=test")
        .then()
        .statusCode(200)
        .body(containsString("A test mail passed. It passes DMARC"));
    given()
        .get("/history?kind=test")
        .then()
        .body(containsString("A test mail failed. It does not pass DMARC."));
  }

  @Test
  void a_sender_that_nobody_knows_gets_no_address() {
    given()
        .formParam("domain", DOMAIN)
        .formParam("sender", "ip:198.51.100.250")
        .post("/test-mail")
        .then()
        .statusCode(404);
  }
}
