package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.Intake;
import dev.plumbline.intake.TestAddresses;
import dev.plumbline.intake.TestAddresses.Made;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.recheck.TestMailRounds;
import dev.plumbline.store.Table;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestMailPageTest {

  @Inject TestAddresses addresses;
  @Inject Intake intake;
  @Inject TestMailRounds rounds;
  @Inject DataSource database;

  private ItemOutcome take(String to, String subject) {
    return take(to, subject, "Hello\n");
  }

  private ItemOutcome take(String to, String subject, String body) {
    String mail =
        """
        Return-Path: <ann@tested.example>
        Authentication-Results: mx.post-tests.example; spf=pass smtp.mailfrom=tested.example
        Received: from mail.tested.example ([192.0.2.5]) by mx.post-tests.example with ESMTPS;
         Fri, 01 May 2026 12:00:00 +0000
        From: Ann <ann@tested.example>
        To: %s
        Subject: %s

        %s"""
            .formatted(to, subject, body)
            .replace("\n", "\r\n");
    return intake.take(
        "mailbox:main",
        subject,
        null,
        ReceivedBytes.of(mail.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static String page(String path) {
    return given().get(path).then().statusCode(200).extract().asString();
  }

  @Test
  void address_waits_for_its_mail_and_tells_what_a_receiver_makes_of_it() {
    Made made = addresses.make("test").orElseThrow();
    assertThat(made.address()).isEqualTo("reports+test-" + made.token() + "@post-tests.example");
    String path = "/test-mail/" + made.token();
    assertThat(page(path)).contains("Waiting for a mail", made.address(), "every 3s");

    given().get(path + "/progress?seen=waiting").then().statusCode(204);

    ItemOutcome outcome = take(made.address(), "A first test");
    assertThat(outcome.outcome()).isEqualTo(Outcome.NOT_A_REPORT);
    assertThat(page(path + "/progress")).contains("is being looked at").doesNotContain("<html");
    assertThat(page(path + "/progress?seen=waiting")).contains("is being looked at", "?seen=came");
    given().get(path + "/progress?seen=came").then().statusCode(204);
    take(made.address(), "A second one");
    rounds.run();

    assertThat(page(path))
        .contains("A first test", "What a receiver does", "192.0.2.5", "mail.tested.example")
        .contains("mx.post-tests.example; spf=pass")
        .contains("The mail carries no signature.")
        .doesNotContain("A second one", "every 3s");
    assertThat(
            Table.rows(
                database,
                "select token from test_mail where token = '%s' and content is not null"
                    .formatted(made.token())))
        .isEmpty();
  }

  @Test
  void mail_that_is_too_large_is_told_and_waited_for_no_longer() {
    Made made = addresses.make("test").orElseThrow();
    take(made.address(), "Large", ("x".repeat(70) + "\n").repeat(300_000));
    rounds.run();
    assertThat(page("/test-mail/" + made.token()))
        .contains("It is larger than 20 MiB, and was not looked at.")
        .doesNotContain("every 3s");
  }

  @Test
  void mail_to_an_address_that_is_over_or_was_never_made_is_no_test() {
    Made made = addresses.make("test").orElseThrow();
    Table.change(
        database,
        "update test_mail set expires_at = '2020-01-01' where token = '" + made.token() + "'");
    take(made.address(), "Too late");
    take("reports+test-zzzzzzzzzzzzzzzzzzzz@post-tests.example", "Never made");
    assertThat(page("/test-mail/" + made.token())).contains("No mail came until");
    given().get("/test-mail/zzzzzzzzzzzzzzzzzzzz").then().statusCode(404);
    given().get("/test-mail/zz").then().statusCode(404);
  }

  @Test
  void address_is_made_by_a_form() {
    assertThat(page("/test-mail")).contains("Make an address");
    String made =
        given()
            .redirects()
            .follow(false)
            .post("/test-mail")
            .then()
            .statusCode(303)
            .extract()
            .header("Location");
    assertThat(page(made.substring(made.indexOf("/test-mail/")))).contains("Waiting for a mail");
  }
}
