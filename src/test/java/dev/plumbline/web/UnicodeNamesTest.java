package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.Intake;
import dev.plumbline.intake.Mails;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.review.Judge;
import dev.plumbline.store.intake.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** U-labels and A-labels are one name (RFC 5890); people read what they write. */
@QuarkusTest
class UnicodeNamesTest {

  private static final String ASCII = "xn--bcher-seite-thb.example";

  @Inject Intake intake;
  @Inject Judge judge;

  @BeforeEach
  void takeIn() {
    String xml = Mails.xml("unicode-names").replace("intake.example", "B\u00fccher-Seite.Example");
    assertThat(
            intake
                .take(
                    "upload",
                    "names.xml",
                    null,
                    ReceivedBytes.of(xml.getBytes(StandardCharsets.UTF_8)))
                .outcome())
        .isIn(Outcome.STORED, Outcome.DUPLICATE);
  }

  @Test
  void a_domain_is_found_by_either_form_and_shown_as_people_write_it() {
    for (String asked :
        new String[] {
          "B\u00fccher-Seite.Example",
          "b\u00fccher-seite.example",
          ASCII,
          "XN--BCHER-SEITE-THB.example"
        }) {
      String page =
          given().get("/domains/{name}", asked).then().statusCode(200).extract().body().asString();
      assertThat(page).contains("<h1>b\u00fccher-seite.example</h1>").contains("/domains/" + ASCII);
    }
    String overview = "";
    for (int page = 1; page <= 50 && !overview.contains(ASCII); page++) {
      overview = given().get("/?page=" + page).then().statusCode(200).extract().body().asString();
    }
    assertThat(overview)
        .contains(">b\u00fccher-seite.example</a>")
        .contains("href=\"/domains/" + ASCII + "?");
    for (String page : new String[] {"/dns", "/policy", "/reports", "/senders"}) {
      assertThat(
              given()
                  .get("/domains/" + ASCII + page)
                  .then()
                  .statusCode(200)
                  .extract()
                  .body()
                  .asString())
          .contains("b\u00fccher-seite.example</a>", "b\u00fccher-seite.example</h1>");
    }
  }

  @Test
  void what_is_unknown_is_named_as_it_was_asked_for() {
    assertThat(
            given()
                .get("/domains/{name}", "xn--mnchen-nirgends-zvb.example")
                .then()
                .statusCode(404)
                .extract()
                .body()
                .asString())
        .contains("m\u00fcnchen-nirgends.example");
  }

  @Test
  void a_sender_is_named_as_people_write_it_too() {
    String domain = "xn--mller-druck-thb.example";
    String xml =
        Mails.xml("unicode-senders")
            .replace("intake.example", domain)
            .replace("1700000000", "1795132800")
            .replace("1700086399", "1795219199")
            .replace("<dkim>pass</dkim>", "<dkim>fail</dkim>")
            .replace(
                "<auth_results>",
                "<auth_results><dkim><domain>xn--bcher-kva.example</domain><selector>s1</selector>"
                    + "<result>pass</result></dkim>");
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    assertThat(intake.take("upload", "senders.xml", null, ReceivedBytes.of(bytes)).outcome())
        .isIn(Outcome.STORED, Outcome.DUPLICATE);
    judge.judgeNow(domain);

    assertThat(given().get("/domains/" + domain + "/senders").asString())
        .contains("/domains/" + domain + "/senders/")
        .contains(">b\u00fccher.example<")
        .doesNotContain(">xn--bcher-kva.example<");
  }
}
