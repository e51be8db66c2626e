package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.Mails;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PagesTest {

  private static final String DOMAIN = "/domains/" + SeededReports.DOMAIN;
  private static final String LONG = "x".repeat(501);
  private static final Pattern LINK = Pattern.compile("(?:href|src|action)=\"([^\"]*)\"");

  @Inject SeededReports seeded;

  @BeforeEach
  void seed() {
    seeded.put();
  }

  @Test
  void every_page_forbids_scripts_and_styles_of_others_and_inline() {
    for (String path : seeded.pages().values()) {
      Response page = ask().get(path);
      assertThat(page.header("Content-Security-Policy"))
          .as(path)
          .startsWith("default-src 'self'")
          .doesNotContain("unsafe");
      assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(page.asString())
          .as(path)
          .doesNotContain("<style", " style=\"", "onclick=", "javascript:")
          .doesNotContainPattern("<script(?! src=\"/)");
    }
  }

  @Test
  void what_reports_say_is_escaped_on_every_page() {
    for (String path : seeded.pages().values()) {
      assertThat(ask().get(path).asString())
          .as(path)
          .doesNotContain(SeededReports.HOSTILE)
          .doesNotContain("<b>" + SeededReports.DOMAIN);
    }
    assertThat(ask().get(seeded.reportPath()).asString())
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
  }

  @Test
  void every_link_of_every_page_leads_somewhere() {
    var broken = new ArrayList<String>();
    for (String path : seeded.pages().values()) {
      for (String link : links(ask().get(path).asString())) {
        int status = ask().redirects().follow(false).get(link).statusCode();
        // 405: the address of a form that is sent by POST; below a number it is 404.
        if (status >= 400 && status != 405 && !link.endsWith("/unmasked")) {
          broken.add(path + " -> " + link + ": " + status);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void the_overview_names_the_domain_with_its_messages_and_its_newest_report() {
    assertThat(text("/")).contains(SeededReports.DOMAIN, "15 Nov 2026");
  }

  @Test
  void a_period_ends_today_and_the_page_says_how_old_the_newest_report_is() {
    assertThat(text(DOMAIN)).contains("The newest report is about 15 Nov 2026, 8 days ago.");
    assertThat(text(DOMAIN + "/reports")).contains("25 Oct – 23 Nov 2026");
  }

  @Test
  void a_wrong_period_is_refused_in_one_sentence() {
    Response page = ask().get(DOMAIN + "?from=2026-11-02&to=2026-11-01");
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.asString()).contains("after its end", "<h1>");
  }

  @Test
  void the_domain_begins_with_three_answers_and_what_there_is_to_do_comes_before_the_rest() {
    String page = text(DOMAIN);
    assertThat(page)
        .contains(
            "Must I do something?",
            "What would be lost?",
            "May I tighten the policy?",
            "What passed and what failed",
            "Who reported");
    assertThat(page.indexOf("Must I do something?")).isLessThan(page.indexOf("Everyone else"));
  }

  @Test
  void the_list_of_domains_is_limited_sorted_and_searched_by_its_address() {
    String name = "data-domain=\"" + SeededReports.DOMAIN + "\"";
    assertThat(text("/?q=PAGES.ex")).contains(name);
    assertThat(text("/?q=no-domain-is-called-so")).doesNotContain(name).contains("Show all");
    assertThat(text("/?q=pages.example&state=losing")).doesNotContain(name);
    assertThat(text("/?q=pages.example&sort=failing")).contains("aria-sort=\"descending\"");
    assertThat(ask().get("/?state=asleep").statusCode()).isEqualTo(400);
    assertThat(ask().get("/?sort=luck").statusCode()).isEqualTo(400);
  }

  @Test
  void an_address_and_the_beginning_of_a_name_are_found_from_the_front_page() {
    assertThat(text("/?q=" + SeededReports.IP))
        .contains(DOMAIN + "/sources/" + SeededReports.IP, "for " + SeededReports.DOMAIN);
    assertThat(text("/?q=198.51.100.")).contains("Senders and addresses");
  }

  @Test
  void the_front_page_remembers_the_visit_before() {
    assertThat(text("/")).contains("in the last 7 days");
    Response again = ask().cookie(LastVisit.COOKIE, "1795000000-1795003600").get("/");
    assertThat(again.asString()).contains("when you were here last");
    assertThat(again.cookie(LastVisit.COOKIE)).matches("[0-9]+-[0-9]+");
    assertThat(ask().cookie(LastVisit.COOKIE, "<b>").get("/").asString())
        .contains("in the last 7 days");
  }

  @Test
  void several_senders_are_decided_about_at_once_and_history_tells_of_it() {
    String list = text(DOMAIN + "/senders");
    Matcher box = Pattern.compile("name=\"sender\" value=\"([^\"]*)\"").matcher(list);
    var keys = new ArrayList<String>();
    while (box.find()) {
      keys.add(box.group(1));
    }
    // The first is decided about elsewhere.
    keys.remove(0);
    assertThat(keys).hasSizeGreaterThan(1);
    Response said =
        ask()
            .redirects()
            .follow(false)
            .formParam("sender", keys)
            .formParam("verdict", "undecided")
            .formParam("note", "<i>all at once</i>")
            .formParam("back", "senders")
            .post(DOMAIN + "/senders?days=90");
    assertThat(said.statusCode()).isEqualTo(303);
    assertThat(said.header("Location")).endsWith(DOMAIN + "/senders?days=90");
    for (String path : List.of("/history?kind=decision", DOMAIN + "/history")) {
      assertThat(text(path)).contains("&lt;i&gt;all at once").doesNotContain("<i>all at once");
    }
    Response nobody = ask().formParam("verdict", "ours").post(DOMAIN + "/senders");
    assertThat(nobody.statusCode()).isEqualTo(400);
    assertThat(nobody.asString()).contains("Tick the senders");
    Response unknown =
        ask()
            .formParam("sender", "nobody-has-this-key")
            .formParam("verdict", "ours")
            .post(DOMAIN + "/senders");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(ask().get("/history?kind=weather").statusCode()).isEqualTo(400);
  }

  @Test
  void a_domain_is_checked_without_any_report_and_an_address_by_its_spf() {
    assertThat(text("/tools?domain=Harbourlight.Example"))
        .contains("harbourlight.example", "SPF: who may send for it", "of 10 lookups");
    assertThat(text("/tools/spf?domain=harbourlight.example&ip=203.0.113.99&record=v%3Dspf1+-all"))
        .contains(
            "fail",
            "may not send for harbourlight.example",
            "with the record tried",
            "With the record published now");
    assertThat(ask().get("/tools?domain=no%20name").statusCode()).isEqualTo(400);
    assertThat(ask().get("/tools/spf?domain=made.example&ip=here").statusCode()).isEqualTo(400);
  }

  @Test
  void lists_are_had_as_files() {
    Response csv = ask().get(DOMAIN + "/senders?format=csv");
    assertThat(csv.header("Content-Disposition")).contains("senders-pages.example.csv");
    assertThat(csv.asString()).startsWith("\"sender\",\"name\",\"standing\"").contains("network:");
    Response json = ask().get("/?q=pages.example&format=json");
    assertThat(json.contentType()).startsWith("application/json");
    assertThat(json.jsonPath().getString("[0].domain")).isEqualTo(SeededReports.DOMAIN);
    assertThat(ask().get("/?format=xml").statusCode()).isEqualTo(400);
  }

  @Test
  void senders_are_sorted_by_what_the_address_says() {
    assertThat(text(DOMAIN + "/senders?sort=failing"))
        .contains("<option value=\"failing\" selected>");
    assertThat(ask().get(DOMAIN + "/senders?sort=luck").statusCode()).isEqualTo(400);
  }

  @Test
  void a_domain_without_reports_is_not_found() {
    for (String path :
        List.of("", "/senders", "/senders/x", "/reports", "/reports/1", "/sources/192.0.2.1")) {
      Response page = ask().get("/domains/nobody.example" + path);
      assertThat(page.statusCode()).as(path).isEqualTo(404);
      assertThat(page.asString())
          .contains("nobody.example", "All domains")
          .doesNotContain("href=\"/domains/nobody.example\"");
    }
  }

  @Test
  void where_something_of_a_domain_is_not_found_its_page_leads_back_to_the_domain() {
    for (String path : List.of("/senders/x", "/reports/999999", "/sources/192.0.2.200")) {
      Response page = ask().get(DOMAIN + path);
      assertThat(page.statusCode()).as(path).isEqualTo(404);
      assertThat(page.asString()).as(path).contains("<a href=\"" + DOMAIN + "\">");
    }
  }

  @Test
  void the_address_of_a_domain_without_its_name_leads_to_all() {
    Response page = ask().redirects().follow(false).get("/domains");
    assertThat(page.statusCode()).isEqualTo(303);
    assertThat(page.header("Location")).endsWith("/");
  }

  @Test
  void a_source_that_never_sent_and_one_that_is_no_address_are_not_found() {
    assertThat(ask().get(DOMAIN + "/sources/192.0.2.200").statusCode()).isEqualTo(404);
    assertThat(ask().get(DOMAIN + "/sources/example.org").statusCode()).isEqualTo(404);
  }

  @Test
  void a_source_shows_then_and_now_and_rows_that_lead_to_reports() {
    String page = text(DOMAIN + "/sources/" + SeededReports.IP);
    assertThat(page).contains("Then and now", "Receiver One", DOMAIN + "/reports/");
  }

  @Test
  void beyond_the_end_of_a_list_nothing_is_denied_and_its_last_page_is_near() {
    for (String list : List.of(DOMAIN + "/reports", "/", "/intake", "/reporters")) {
      String beyond = text(list + "?page=999");
      assertThat(beyond)
          .as(list)
          .contains("The list ends before this page.", "page 999 of ")
          .doesNotContain("page=998", "has come in yet", "No report covers", "No domain is here");
    }
    assertThat(text(DOMAIN + "/history?page=20"))
        .contains("The list ends before this page.", "page=1\" rel=\"prev\"");
    assertThat(text(DOMAIN + "/reports?page=999&by=Nobody")).doesNotContain("rel=\"prev\"");
  }

  @Test
  void the_front_page_says_of_which_days_its_figures_and_its_order_are() {
    assertThat(text("/?sort=messages"))
        .contains("aria-sort=\"descending\"", "data-label=\"Failing of yours\"")
        .doesNotContain("sorted by the last");
    assertThat(text("/?days=365&sort=messages"))
        .contains("Messages, sorted by the last 30 days")
        .contains("data-label=\"Failing of yours, last 30 days\"")
        .doesNotContain("aria-sort");
  }

  @Test
  void reports_are_found_by_reporter_and_by_report_id() {
    assertThat(text(DOMAIN + "/reports?q=receiver+two")).contains("1 report found");
    assertThat(text(DOMAIN + "/reports?q=id-12-2026-11-14")).contains("Receiver One");
    assertThat(text(DOMAIN + "/reports?q=%25")).contains("0 reports found");
    assertThat(text(DOMAIN + "/reports?q=2001:db8::25"))
        .contains("1 report found", "Receiver Three")
        .doesNotContain("Receiver One");
    assertThat(text(DOMAIN + "/reports?q=13+Nov+2026"))
        .contains("2 reports found, 13 Nov 2026", "Receiver Three", "Receiver One");
    assertThat(text(DOMAIN + "/reports?q=2001-01-01")).contains("0 reports found");
  }

  @Test
  void the_rows_of_a_long_report_come_in_pages_and_by_address() {
    String report = SeededReports.firstLink(text(DOMAIN + "/reports?q=Two"), DOMAIN + "/reports/");
    assertThat(text(report)).contains("1 – 100 of 230");
    assertThat(text(report + "?page=3")).contains("201 – 230 of 230");
    assertThat(text(report + "?ip=198.51.100.7")).contains("1 row of 230");
    assertThat(text(report + "?show=failing")).contains("230 rows of 230");
    assertThat(text(report + "?standing=UNRECOGNIZED"))
        .contains("Unrecognized", "/senders/network");
    assertThat(text(report + "?standing=FORWARDER")).contains("0 rows of 230");
    assertThat(ask().get(report + "?standing=asleep").statusCode()).isEqualTo(400);
    assertThat(text(report + "?ip=%3Cb%3E")).contains("no IP address").doesNotContain("<b>");
    assertThat(ask().get(report + "?page=zero").statusCode()).isEqualTo(400);
  }

  @Test
  void a_report_shows_its_repairs() {
    assertThat(text(seeded.reportPath())).contains("unknown-element");
  }

  @Test
  void a_report_can_be_had_as_xml_and_as_received_but_never_run() {
    for (String form : List.of("/xml", "/raw")) {
      Response file = ask().get(seeded.reportPath() + form);
      assertThat(file.statusCode()).isEqualTo(200);
      assertThat(new String(file.asByteArray(), UTF_8)).contains("<feedback>");
      assertThat(file.header("Content-Disposition"))
          .startsWith("attachment; filename=\"")
          .doesNotContain("<", ">");
      assertThat(file.contentType()).doesNotContain("html", "xml");
      assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @Test
  void the_intake_log_can_be_limited_to_an_outcome() {
    given()
        .multiPart("files", "kept-in-the-log.xml", Mails.xml("pages-log").getBytes(UTF_8))
        .multiPart(
            "files",
            "refused-in-the-log.json",
            "{\"report-id\":\"1\",\"policies\":[]}".getBytes(UTF_8))
        .post("/api/v1/intake");

    assertThat(text("/intake?outcome=stored"))
        .contains("kept-in-the-log.xml")
        .doesNotContain("refused-in-the-log.json");
    assertThat(text("/intake?outcome=rejected"))
        .contains("refused-in-the-log.json")
        .doesNotContain("kept-in-the-log.xml");
    assertThat(ask().get("/intake?outcome=lost").statusCode()).isEqualTo(400);
    assertThat(ask().get("/intake/999999999").statusCode()).isEqualTo(404);
  }

  @Test
  void an_upload_shows_what_became_of_each_file() {
    Response sent =
        given()
            .redirects()
            .follow(false)
            .multiPart("files", "holiday.txt", "no report".getBytes(UTF_8))
            .multiPart("files", "odd<name>.xml", "<feedback".getBytes(UTF_8))
            .post("/intake");
    assertThat(sent.statusCode()).isEqualTo(303);
    String page = ask().get(sent.header("Location")).asString();
    assertThat(page).contains("holiday.txt", "odd&lt;name&gt;.xml").doesNotContain("odd<name>");
  }

  @Test
  void a_mailbox_is_tried_and_what_was_found_is_shown() {
    assertThat(text("/intake")).contains("nowhere", "action=\"/intake/mailbox-test\"");
    Response tried = ask().formParam("name", "nowhere").post("/intake/mailbox-test");
    assertThat(tried.statusCode()).isEqualTo(200);
    assertThat(tried.asString())
        .contains("Its mail cannot be read.", "127.0.0.1:1 cannot be reached", "is the port right?")
        .doesNotContain("hush");
    assertThat(ask().formParam("name", "other").post("/intake/mailbox-test").statusCode())
        .isEqualTo(404);
  }

  @Test
  void a_form_of_another_site_is_refused() {
    for (String path : List.of("/intake", "/intake/mailbox-test", DOMAIN + "/recheck")) {
      assertThat(
              given()
                  .header("Sec-Fetch-Site", "cross-site")
                  .header("Origin", "https://evil.example")
                  .multiPart("files", "a.xml", new byte[1])
                  .post(path)
                  .statusCode())
          .as(path)
          .isEqualTo(403);
    }
  }

  @Test
  void a_recheck_is_asked_for_and_not_waited_for() {
    Response asked = ask().redirects().follow(false).post(DOMAIN + "/recheck?days=90");
    assertThat(asked.statusCode()).isEqualTo(303);
    assertThat(asked.header("Location")).endsWith(DOMAIN + "?days=90#dns");
    assertThat(text(DOMAIN + "/recheck")).contains("id=\"recheck\"").doesNotContain("<html");
  }

  @Test
  void whose_a_sender_is_can_be_said_and_is_remembered_with_what_was_said_before() {
    String sender = seeded.pages().get("sender").replaceFirst("\\?.*", "");
    Response said =
        ask()
            .redirects()
            .follow(false)
            .formParam("verdict", "ours")
            .formParam("owner", "Ada")
            .formParam("note", "<b>shop</b>")
            .formParam("due", "2026-12-31")
            .formParam("by", "Lin")
            .post(sender + "?days=90");
    assertThat(said.statusCode()).isEqualTo(303);
    assertThat(said.header("Location")).endsWith(sender + "?days=90#decision");
    assertThat(text(sender + "?days=90")).contains("action=\"" + sender + "?days=90\"");
    assertThat(text(sender))
        .contains("Ours, said Lin on", "&lt;b&gt;shop", "value=\"2026-12-31\"", "value=\"Ada\"")
        .doesNotContain("Said before");
    ask().formParam("verdict", "undecided").post(sender);
    assertThat(text(sender)).contains("Undecided, said web on", "Said before", "Ours, said Lin on");
    Response unknown = ask().formParam("verdict", "perhaps").post(sender);
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.asString()).contains("Choose one: ours, not ours or undecided.");
    Response noDay = ask().formParam("verdict", "ours").formParam("due", "soon").post(sender);
    assertThat(noDay.statusCode()).isEqualTo(400);
    assertThat(noDay.asString()).contains("write it as 2026-12-31");
  }

  @Test
  void what_is_too_long_of_a_decision_is_refused_with_how_long_it_may_be() {
    String sender = seeded.pages().get("sender").replaceFirst("\\?.*", "");
    Map<String, String> fields =
        Map.of("owner", "the owner", "purpose", "the purpose", "note", "the note");
    fields.forEach(
        (field, name) ->
            tooLong(ask().formParam("verdict", "ours").formParam(field, LONG).post(sender), name));
    tooLong(
        ask().formParam("verdict", "not_ours").formParam("note", LONG).post(DOMAIN + "/policy"),
        "the note");
    tooLong(ask().formParam("verdict", "ours").formParam("by", LONG).post(sender), "your name");
    assertThat(text(sender)).doesNotContain(LONG);
  }

  private static void tooLong(Response answer, String name) {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.asString())
        .contains("501 characters were given for " + name + "; at most 500 are kept.");
  }

  @Test
  void somebody_says_that_a_domain_sends_nothing_and_takes_it_back() {
    String policy = DOMAIN + "/policy";
    Response said =
        ask()
            .redirects()
            .follow(false)
            .formParam("verdict", "not_ours")
            .formParam("note", "<b>sold</b>")
            .formParam("by", "Lin")
            .post(policy + "?days=90");
    assertThat(said.statusCode()).isEqualTo(303);
    assertThat(said.header("Location")).endsWith(policy + "?days=90#use");
    assertThat(text(policy)).contains("No, said Lin on", "&lt;b&gt;sold");
    ask().formParam("verdict", "undecided").post(policy);
    assertThat(text(policy))
        .contains("Said before", "No, said Lin on")
        // Depending on whether a re-check was asked for before.
        .containsAnyOf(
            "Not known: its records were not looked at yet.", "Yes, as far as its records tell.");
  }

  @Test
  void a_reporter_is_left_out_with_a_reason_and_counted_again() {
    Matcher form =
        Pattern.compile("action=\"(/reporters/\\d+)/exclude\"").matcher(text("/reporters"));
    assertThat(form.find()).isTrue();
    String reporter = form.group(1);
    Response silent = ask().formParam("reason", " ").post(reporter + "/exclude");
    assertThat(silent.statusCode()).isEqualTo(400);
    assertThat(silent.asString()).contains("why it is to be left out");
    Response left =
        ask()
            .redirects()
            .follow(false)
            .formParam("reason", "<i>made up</i>")
            .post(reporter + "/exclude");
    assertThat(left.statusCode()).isEqualTo(303);
    assertThat(text("/reporters"))
        .contains("left out of all figures", "by web: &lt;i&gt;made up")
        .contains(reporter + "/include");
    ask().post(reporter + "/include");
    assertThat(text("/reporters")).doesNotContain("made up", reporter + "/include");
    assertThat(ask().post("/reporters/999999/include").statusCode()).isEqualTo(404);
  }

  @Test
  void what_was_signed_with_a_selector_is_of_the_chosen_period() {
    assertThat(text(DOMAIN + "/dns?from=2026-11-14&to=2026-11-14"))
        .contains("41 messages signed with s1\">41</a></td>", "data-label=\"Verified\">100%</td>");
    assertThat(text(DOMAIN + "/dns?from=2026-11-20&to=2026-11-20"))
        .contains("data-label=\"Messages\">0</td>", "data-label=\"Verified\">–</td>");
  }

  @Test
  void messages_signed_with_a_selector_lead_to_the_reports_and_the_rows_that_tell_of_them() {
    String list = SeededReports.firstLink(text(DOMAIN + "/dns"), DOMAIN + "/reports?days=30&amp;s");
    assertThat(list).endsWith("&signer=pages.example&selector=s1");
    String reports = text(list);
    assertThat(reports)
        .contains(
            " of days with mail signed with s1 of pages.example, ", "Receiver Two", "Show all")
        .contains("?days=90&amp;signer=pages.example&amp;selector=s1");
    String rows = text(SeededReports.firstLink(reports, DOMAIN + "/reports/").replace("#rows", ""));
    assertThat(rows).contains("Only rows with mail signed with s1 of pages.example.");
    assertThat(text(seeded.bigReportPath() + "?signer=pages.example&selector=s2"))
        .contains("No rows match.");
    assertThat(text(DOMAIN + "/reports?signer=pages.example&selector=s2"))
        .contains("No report of these days tells of such a signature.");
  }

  @Test
  void reports_with_messages_that_fail_are_listed_alone() {
    assertThat(text(DOMAIN + "/reports?show=failing"))
        .contains(" reports with messages that fail, ", "Receiver Two", "?days=90&amp;show=failing")
        .doesNotContain(">Receiver One</a>");
    assertThat(text(DOMAIN + "/reports?from=2026-11-04&to=2026-11-04&show=failing"))
        .contains("No report of these days tells of messages that fail.");
  }

  @Test
  void each_series_of_a_chart_says_what_its_bars_lead_to() {
    assertThat(text(DOMAIN)).contains("data-lane=\"FAIL\" data-filter=\"&amp;whose=others\"");
    assertThat(text(DOMAIN + "?chart=receivers"))
        .contains("data-filter=\"&amp;show=rejected\"")
        .doesNotContain("whose=", "show=failing");
    assertThat(text(DOMAIN + "?chart=reporters"))
        .contains("data-filter=\"&amp;by=Receiver+Two&amp;show=failing\"");
    assertThat(text(DOMAIN + "/sources/" + SeededReports.IP))
        .contains("/reports?from=2026-11-14&amp;to=2026-11-14&amp;q=192.0.2.17\">");
    assertThat(text(DOMAIN + "/sources/198.51.100.7"))
        .contains("data-filter=\"&amp;show=failing\"", "&amp;q=198.51.100.7&amp;show=failing\"");
  }

  @Test
  void what_failed_of_a_source_leads_to_its_reports_and_rows_alone() {
    String reports = text(DOMAIN + "/reports?q=198.51.100.7&show=failing");
    assertThat(reports)
        .contains("1 report with failing messages of 198.51.100.7, ", "Receiver Two")
        .contains("?ip=198.51.100.7&amp;show=failing#rows")
        .doesNotContain(">Receiver One</a>");
    assertThat(text(DOMAIN + "/reports?q=198.51.100.7&show=rejected"))
        .contains("No report of these days tells of such messages.");
  }

  @Test
  void what_receivers_refused_leads_to_the_reports_and_rows_that_tell_of_it() {
    assertThat(text(DOMAIN + "/reports?show=quarantined"))
        .contains(" reports with quarantined messages, ")
        .contains("No report of these days tells of such messages.");
    String reports = text(DOMAIN + "/reports?show=rejected");
    assertThat(reports).contains(" with rejected messages, ", "?show=rejected#rows", "Show all");
    assertThat(rows(reports))
        .contains("<option value=\"rejected\" selected>only rows that were rejected<")
        .contains(">rejected<");
  }

  @Test
  void what_failed_leads_to_the_reports_and_the_rows_of_those_whose_mail_it_was() {
    String reports = text(DOMAIN + "/reports?whose=others");
    assertThat(reports)
        .contains(" with failing messages of others, ", "Receiver Two", "Show all")
        .contains("?days=90&amp;whose=others")
        .doesNotContain(">Receiver One</a>");
    assertThat(rows(reports)).contains("Only rows with mail of others.", ">Fail<");
    assertThat(text(seeded.bigReportPath() + "?whose=yours")).contains("No rows match.");
    assertThat(text(DOMAIN + "/reports?whose=passed-on"))
        .contains("No report of these days tells of such messages.");
  }

  @Test
  void figures_and_days_of_a_sender_lead_to_its_reports_and_rows_alone() {
    String sender =
        SeededReports.firstLink(text(DOMAIN + "/senders?q=198.51"), DOMAIN + "/senders/");
    String page = text(sender);
    assertThat(page).contains("/reports?from=2026-11-12&amp;to=2026-11-12&amp;sender=");
    String failing =
        Pattern.compile("href=\"([^\"]+/reports[?][^\"]+&amp;sender=[^\"]+&amp;show=failing)\"")
            .matcher(page)
            .results()
            .map(found -> found.group(1).replace("&amp;", "&"))
            .findFirst()
            .orElseThrow();
    String reports = text(failing);
    assertThat(reports)
        .contains("1 report with failing messages of 198.51.100.0/24, ", "Receiver Two")
        .doesNotContain(">Receiver One</a>", ">Receiver Three</a>");
    assertThat(rows(reports)).contains("Only rows with mail of 198.51.100.0/24.", "198.51.100.6<");
    assertThat(text(failing.replace("show=failing", "show=")))
        .contains("1 report with messages of 198.51.100.0/24, ");
    assertThat(text(DOMAIN + "/reports?sender=service:nobody.example"))
        .contains("0 reports with messages of nobody.example, ");
  }

  private static String rows(String reports) {
    return text(SeededReports.firstLink(reports, DOMAIN + "/reports/").replace("#rows", ""));
  }

  @Test
  void a_name_in_a_row_is_folded_after_its_dots() {
    assertThat(text(seeded.bigReportPath()))
        .contains("bounce.<wbr>pages.<wbr>example", ">pages.<wbr>example");
  }

  @Test
  void that_nothing_shows_who_sent_reports_is_told_once() {
    assertThat(text("/reporters"))
        .contains("they came as files and not as mails")
        .doesNotContain("None of its reports came as a mail");
    assertThat(text(SeededReports.firstLink(text("/reporters?q=receiver+tw"), "/reporters/")))
        .contains("None of its reports came as a mail, so nothing shows who sent them.");
  }

  @Test
  void every_figure_of_a_reporter_leads_to_its_reports() {
    String list = text("/reporters?q=receiver+tw");
    String reporter = SeededReports.firstLink(list, "/reporters/");
    assertThat(text(reporter))
        .contains(
            "What it reported about",
            "/reports?from=2026-11-12&amp;to=2026-11-12&amp;by=Receiver+Two");
    assertThat(text("/reporters?q=%25%25")).contains("No reporter is like that.");
    String all = SeededReports.firstLink(list, "/reports?reporter=");
    String told = text(all);
    assertThat(told).contains("Reports by Receiver Two: 1 about 1 domain, 917 messages.");
    String about = SeededReports.firstLink(told, DOMAIN + "/reports?");
    assertThat(text(about))
        .contains("1 report by Receiver Two, 12", ": 917 messages", "Show all reporters")
        .contains("Receiver Two</a>")
        .contains("?days=90&amp;reporter=", "name=\"reporter\"")
        .doesNotContain("Receiver One");
    for (String page : new String[] {"/reports", DOMAIN + "/reports"}) {
      assertThat(ask().get(page + "?reporter=999999").statusCode()).as(page).isEqualTo(404);
    }
  }

  @Test
  void another_period_keeps_what_a_list_is_filtered_and_sorted_by() {
    assertThat(text(DOMAIN + "/senders?standing=UNRECOGNIZED&sort=failing&q=198"))
        .contains("/senders?days=90&amp;standing=UNRECOGNIZED&amp;q=198&amp;sort=failing");
    assertThat(text("/?q=pages&sort=failing")).contains("/?days=90&amp;q=pages&amp;sort=failing");
    assertThat(text(DOMAIN + "/reports?q=receiver")).contains("?days=90&amp;q=receiver");
    assertThat(text(DOMAIN + "?chart=reporters")).contains("?days=90&amp;chart=reporters");
  }

  @Test
  void a_policy_is_tried_and_a_tag_that_does_not_exist_is_refused() {
    assertThat(text(DOMAIN + "/policy")).contains("p=quarantine", "p=reject", "Reports cover");
    assertThat(text(DOMAIN + "/policy?p=quarantine&aspf=s"))
        .contains("<option value=\"quarantine\" selected", "<option value=\"s\" selected");
    Response refused = ask().get(DOMAIN + "/policy?p=block");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.asString()).contains("it must be none or quarantine or reject");
  }

  /** Addresses are sent as they stand in the pages. */
  private static RequestSpecification ask() {
    return given().urlEncodingEnabled(false);
  }

  private static String text(String path) {
    Response page = ask().get(path);
    assertThat(page.statusCode()).as(path).isEqualTo(200);
    return page.asString();
  }

  @Test
  void reports_of_whatever_domain_are_found_by_what_somebody_knows_of_them() {
    assertThat(text("/reports")).contains("Find reports").doesNotContain("No report");
    assertThat(text("/reports?q=id-12-2026-11-15"))
        .contains("id-12-2026-11-15", SeededReports.DOMAIN, "Receiver One", "15 Nov 2026");
    assertThat(text("/reports?q=receiver+two"))
        .contains("Reporters of such a name", ">Receiver Two</a>", "1 domain");
    assertThat(text("/reports?q=pages.exam"))
        .contains("Domains of such a name", ">pages.example</a>")
        .contains("/domains/pages.example/reports?days=3660", "Newest report");
    assertThat(text("/reports?q=" + SeededReports.IP))
        .contains("Domains it sent for", ">pages.example</a>", "&amp;q=192.0.2.17");
    for (String day : List.of("2026-11-12", "12+Nov+2026")) {
      assertThat(text("/reports?q=" + day))
          .contains("/domains/pages.example/reports?from=2026-11-12&amp;to=2026-11-12");
    }
    assertThat(text("/reports?q=nothing-is-called-so")).contains("No report has an id");
    assertThat(text("/reports?q=x")).contains("Type two characters or more.");
    assertThat(text("/?q=pages.exam")).contains("/reports?q=pages.exam", "found.");
  }

  @Test
  void an_error_about_a_domain_leads_back_to_it() {
    Response wrong = ask().get(DOMAIN + "/reports?days=never");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.asString()).contains("<a href=\"" + DOMAIN + "\">");
  }

  private static List<String> links(String html) {
    var links = new ArrayList<String>();
    Matcher link = LINK.matcher(html);
    while (link.find()) {
      String address = link.group(1).replace("&amp;", "&");
      // Whether tables come as files, TablesTest asks.
      if (address.startsWith("/") && !address.contains("table=")) {
        int fragment = address.indexOf('#');
        links.add(fragment < 0 ? address : address.substring(0, fragment));
      }
    }
    return links.stream().distinct().toList();
  }
}
