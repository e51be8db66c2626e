package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** The page that somebody sees first, over the DNS of the sample. */
@QuarkusTest
class StartPageTest {

  private static final String SAMPLE = "harbourlight.example";

  @Test
  void every_way_to_begin_is_there() {
    assertThat(page(""))
        .contains(
            "Have reports sent", "Let Plumbline read them", "Upload the folder", "./plumbline demo")
        .contains("href=\"/settings/mailboxes\"");
  }

  @Test
  void a_domain_with_a_record_keeps_it_and_gets_one_more_address() {
    assertThat(page("?domain=" + SAMPLE + "&address=dmarc@elsewhere-start.example"))
        .contains("has no reports sent to that address", "Published now")
        .containsPattern("v=DMARC1; p=[a-z]+.*,mailto:dmarc@elsewhere-start.example")
        .contains("_dmarc." + SAMPLE);
  }

  @Test
  void a_domain_whose_reports_come_already_has_nothing_to_publish() {
    String page = page("?domain=" + SAMPLE);
    String known = page.replaceFirst("(?s).*?rua=mailto:([^,;<]+).*", "$1");
    assertThat(page("?domain=" + SAMPLE + "&address=" + known))
        .contains("has reports sent to that address")
        .doesNotContain("start-record");
  }

  @Test
  void what_dns_was_not_asked_is_not_said_to_be_missing() {
    assertThat(page("?domain=unasked-start.example.net&address=dmarc@unasked-start.example.net"))
        .contains("DNS did not answer, or is switched off")
        .contains("v=DMARC1; p=none; rua=mailto:dmarc@unasked-start.example.net")
        .doesNotContain("There is no DMARC record");
  }

  @Test
  void what_makes_no_sense_is_one_sentence() {
    assertThat(given().get("/start?domain=two words").asString()).contains("is no domain name.");
    assertThat(given().get("/start?domain=" + SAMPLE + "&address=nobody").asString())
        .contains("is no address that reports can be sent to.");
  }

  private static String page(String query) {
    return given().get("/start" + query).asString();
  }
}
