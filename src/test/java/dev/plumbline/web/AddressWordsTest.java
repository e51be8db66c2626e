package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an address says counts or is refused in one sentence; none of it is ignored in silence. */
@QuarkusTest
class AddressWordsTest {

  private static final String DOMAIN = "/domains/" + SeededReports.DOMAIN;
  private static final String REPORTS = DOMAIN + "/reports?";

  @Inject SeededReports seeded;

  @BeforeEach
  void seed() {
    seeded.put();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/?group=nosuch                  | There is no group \"nosuch\".",
        "/?state=nosuch                  | \"state\" should be losing, regressed, fix, decide,",
        "/?sort=nosuch                   | \"sort\" should be ",
        "/?group=nosuch&format=csv       | There is no group \"nosuch\".",
        "DOMAIN?chart=nosuch             | \"chart\" should be receivers or reporters.",
        "DOMAIN/senders?standing=nosuch  | \"standing\" should be AUTHORIZED, ",
        "DOMAIN/senders?sort=nosuch      | \"sort\" should be ",
        "DOMAIN/history?kind=nosuch      | \"kind\" should be ",
        "/history?kind=nosuch            | \"kind\" should be ",
        "REPORT?show=nosuch              | \"show\" should be all, failing, quarantined or rejected.",
        "REPORT?whose=nosuch             | \"whose\" should be yours, passed-on, others or",
        "REPORT?standing=nosuch          | \"standing\" should be AUTHORIZED, ",
        "REPORT?signer=a.example         | by \"signer\" and \"selector\", both of them.",
        "REPORT?selector=x               | by \"signer\" and \"selector\", both of them.",
        "/intake?outcome=nosuch          | \"outcome\" should be stored, ",
        "/audit?action=nosuch            | The log has no action \"nosuch\".",
        "/settings/mailboxes?preset=aol  | \"preset\" should be microsoft, gmail, google or",
        "/tools/dmarc/new?sends=perhaps  | \"sends\" should be yes or no.",
        "/tools/dmarc/new?p=nosuch       | \"p\" should be none, quarantine or reject.",
        "/tools/spf/new?sends=perhaps    | \"sends\" should be yes or no.",
        "/tools/spf/new?mx=perhaps       | \"mx\" should be no or yes.",
        "/tools/spf/new?rest=nosuch      | \"rest\" should be softfail, fail or neutral."
      })
  void a_word_of_which_there_is_none_is_refused_by_those_there_are(String path, String sentence) {
    assertRefused(path.replace("DOMAIN", DOMAIN).replace("REPORT", seeded.reportPath()), sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "show=nosuch                  | \"show\" should be all, failing, quarantined or rejected.",
        "whose=nosuch                 | \"whose\" should be yours, ",
        "standing=nosuch              | \"standing\" should be AUTHORIZED, ",
        "selector=x                   | by \"signer\" and \"selector\", both of them.",
        "signer=a.example             | by \"signer\" and \"selector\", both of them.",
        "ip=here                      | \"here\" is no IP address.",
        "by=a.example&ip=here         | \"here\" is no IP address.",
        "by=a.example&show=rejected   | \"show\" cannot be asked for together with \"by\".",
        "by=a.example&q=b             | \"q\" cannot be asked for together with \"by\".",
        "but=a.example&show=rejected  | \"show\" cannot be asked for together with \"but\".",
        "q=a.example&show=failing     | \"show\" cannot be asked for together with \"q\".",
        "q=a.example&author=b.example | \"author\" cannot be asked for together with \"q\".",
        "q=a&ip=192.0.2.17            | \"ip\" cannot be asked for together with \"q\".",
        "whose=yours&standing=fixed   | \"whose\" cannot be asked for together with \"standing\".",
        "signer=a.example&selector=x&show=failing | \"show\" cannot be asked for together with"
      })
  void what_a_list_of_reports_would_not_heed_is_refused(String asked, String sentence) {
    assertRefused(REPORTS + asked, sentence);
  }

  @Test
  void a_list_of_reports_is_limited_by_all_that_limits_the_rows_of_one() {
    String whole = list("from=2026-11-01&to=2026-11-30");
    String author = list("from=2026-11-01&to=2026-11-30&author=" + SeededReports.DOMAIN);
    assertThat(author)
        .isEqualTo(list("from=2026-11-01&to=2026-11-30&q=" + SeededReports.DOMAIN))
        .contains("with that name in From");
    String ip = list("from=2026-11-01&to=2026-11-30&ip=" + SeededReports.IP);
    assertThat(ip)
        .isEqualTo(list("from=2026-11-01&to=2026-11-30&q=" + SeededReports.IP))
        .isNotEqualTo(whole);
    String standing = list("from=2026-11-01&to=2026-11-30&standing=unrecognized");
    assertThat(standing)
        .contains("of senders with the standing", "standing=UNRECOGNIZED&amp;show=failing#rows");
    assertThat(list("show=all")).isEqualTo(list("days=30"));
    assertThat(list("signer=&selector=&ip=&q=&show=&whose=&author=&standing="))
        .isEqualTo(list("days=30"));
  }

  private static String list(String asked) {
    Response page = given().get(REPORTS + asked);
    assertThat(page.statusCode()).as(asked).isEqualTo(200);
    String html = page.asString();
    return html.substring(html.indexOf("<main"), html.indexOf("class=\"exports"));
  }

  private static void assertRefused(String path, String sentence) {
    Response page = given().get(path);
    assertThat(page.statusCode()).as(path).isEqualTo(400);
    assertThat(page.asString().replace("&quot;", "\"")).as(path).contains(sentence);
  }
}
