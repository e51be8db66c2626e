package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportRow.DkimResult;
import dev.plumbline.report.aggregate.ReportRow.SpfResult;
import dev.plumbline.review.Judge;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.intake.IntakeStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Figures that answer the same question are the same, on whichever page, by generated reports. */
@QuarkusTest
class FiguresAgreeTest {

  private static final String DOMAIN = "figures-agree.example";
  private static final String PAGE = "/domains/" + DOMAIN;
  private static final String DAYS = "from=2026-10-25&to=2026-11-23";
  private static final Instant FIRST = Instant.parse("2026-10-20T00:00:00Z");

  /** Some are part of the name of another, one is a domain that is also used in From:. */
  private static final List<String> REPORTERS =
      List.of("Yahoo", "Yahoo! Inc.", "google.com", "", DOMAIN, "One & Only");

  private static final Pattern TO_REPORTS =
      Pattern.compile("<a[^>]* href=\"(" + PAGE + "/reports\\?[^\"]*)\"[^>]*>([^<]*)</a>");
  private static final Pattern ROW = Pattern.compile("<tr[ >].*?</tr>", Pattern.DOTALL);
  private static final Pattern NUMBER =
      Pattern.compile("<td class=\"num[^>]*>(?:<a[^>]*>)?([0-9,]+)<");
  private static final Pattern LEAD = Pattern.compile("<p class=\"lead\">(.*?)</p>");
  private static final Pattern SIGNED = Pattern.compile(": ([0-9,]+) messages? signed so");
  private static final Pattern MESSAGES = Pattern.compile(": ([0-9,]+) messages?, ([0-9,]+) fail");

  private static boolean there;

  @Inject IntakeStore store;
  @Inject Judge judge;

  @BeforeEach
  void reports() {
    if (there) {
      return;
    }
    Random random = new Random(20261123);
    for (int i = 0; i < 60; i++) {
      MadeReport report =
          MadeReport.about(
                  DOMAIN,
                  IntStream.range(0, 1 + random.nextInt(8))
                      .mapToObj(unused -> row(random))
                      .toArray(ReportRow[]::new))
              .by(REPORTERS.get(random.nextInt(REPORTERS.size())))
              .withId("figures-" + i)
              .from(FIRST.plus(Duration.ofDays(random.nextInt(33))));
      store.record(MadeReport.item(), report.alone());
    }
    judge.judgeNow(DOMAIN);
    String sender = get(PAGE + "/senders?format=json").jsonPath().<String>getList("sender").get(0);
    given()
        .contentType("application/json")
        .body("{\"sender\": \"" + sender + "\", \"verdict\": \"ours\"}")
        .post("/api/v1/domains/" + DOMAIN + "/decisions")
        .then()
        .statusCode(201);
    judge.judgeNow(DOMAIN);
    there = true;
  }

  private static ReportRow row(Random random) {
    int source = 1 + random.nextInt(6);
    boolean dkim = source < 3 && random.nextInt(4) > 0;
    boolean spf = source == 2 && random.nextBoolean();
    String signer = random.nextBoolean() ? DOMAIN : "news." + DOMAIN;
    return new ReportRow(
        random.nextInt(12) == 0 ? null : IpAddresses.parse("192.0.2." + source).orElseThrow(),
        1 + random.nextInt(700),
        List.of("none", "quarantine", "reject").get(dkim || spf ? 0 : random.nextInt(3)),
        dkim,
        spf,
        List.of(),
        random.nextInt(3) > 0 ? DOMAIN : "news." + DOMAIN,
        "bounce.example",
        null,
        List.of(new DkimResult(signer, "s" + source % 2, dkim ? "pass" : "fail", null)),
        List.of(new SpfResult(spf ? DOMAIN : "bounce.example", "mfrom", "pass", null)));
  }

  /** Every page that has figures of the domain. */
  private static Set<String> pages() {
    Set<String> pages = new LinkedHashSet<>();
    for (String part : List.of("", "/senders", "/policy", "/dns")) {
      pages.add(PAGE + part + "?" + DAYS);
    }
    pages.add(PAGE + "?chart=receivers&" + DAYS);
    pages.add(PAGE + "?chart=reporters&" + DAYS);
    Matcher sender =
        Pattern.compile("href=\"(" + PAGE + "/senders/[^\"?]+)\\?")
            .matcher(text(PAGE + "/senders"));
    while (sender.find()) {
      pages.add(sender.group(1) + "?" + DAYS);
    }
    for (int source = 1; source <= 6; source++) {
      pages.add(PAGE + "/sources/192.0.2." + source + "?" + DAYS);
    }
    return pages;
  }

  @Test
  void a_source_is_told_of_in_the_days_that_its_reasons_speak_of() {
    String domain = MadeReport.newDomain();
    for (String day : List.of("2026-10-24", "2026-11-20")) {
      store.record(
          MadeReport.item(),
          MadeReport.about(domain, MadeReport.row("198.51.100.61", 7, false))
              .from(Instant.parse(day + "T00:00:00Z"))
              .alone());
    }
    judge.judgeNow(domain);
    assertThat(text("/domains/" + domain + "/sources/198.51.100.61"))
        .contains("7, 20 Nov 2026, from 1 reporter")
        .doesNotContain("14, 24 Oct");
  }

  /** How many figures of a page lead somewhere; each is held against that. */
  private int holdFigures(String page, List<String> wrong) {
    int held = 0;
    for (Map.Entry<String, String> link : links(text(page))) {
      if (link.getValue().matches("[0-9,]+")) {
        held++;
        hold(page, link.getKey(), link.getValue(), wrong);
      }
    }
    return held;
  }

  @Test
  void a_figure_that_leads_to_reports_is_told_by_their_list() {
    List<String> wrong = new ArrayList<>();
    int held = 0;
    for (String page : pages()) {
      held += holdFigures(page, wrong);
    }
    assertThat(wrong).isEmpty();
    assertThat(held).isGreaterThan(15);
  }

  @Test
  void what_a_row_counts_of_a_reporter_or_a_name_is_told_by_the_list_it_leads_to() {
    List<String> wrong = new ArrayList<>();
    int held = 0;
    for (String page : pages()) {
      Matcher row = ROW.matcher(text(page));
      while (row.find()) {
        List<Map.Entry<String, String>> links = links(row.group());
        // Days are told apart by whose mail it is, which no list of all reports of a day tells.
        if (links.size() != 1 || links.get(0).getValue().matches("\\d+ [A-Z][a-z]{2} \\d{4}")) {
          continue;
        }
        Matcher number = NUMBER.matcher(row.group());
        while (number.find()) {
          held++;
          hold(page, links.get(0).getKey(), number.group(1), wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(held).isGreaterThan(50);
  }

  @Test
  void what_the_search_for_reports_counts_is_told_by_the_list_it_leads_to() {
    List<String> wrong = new ArrayList<>();
    int held = 0;
    for (String search : List.of("192.0.2.1", "192.0.2.2", "figures-agree")) {
      String page = "/reports?q=" + search;
      held += holdFigures(page, wrong);
    }
    assertThat(wrong).isEmpty();
    assertThat(held).isEqualTo(3);
  }

  @Test
  void what_the_front_page_says_of_an_address_is_told_by_the_page_it_leads_to() {
    Matcher found =
        Pattern.compile(
                "href=\"("
                    + PAGE
                    + "/[^\"]*)\">[^<]*</a>.*?for "
                    + DOMAIN
                    + ", ([0-9,]+) messages,"
                    + " 25 Oct – 23 Nov 2026<",
                Pattern.DOTALL)
            .matcher(text("/?days=365&q=192.0.2.1"));
    assertThat(found.find()).isTrue();
    assertThat(found.group(1)).endsWith(DAYS.replace("&", "&amp;"));
    assertThat(text(found.group(1).replace("&amp;", "&"))).contains(">" + found.group(2) + "<");
  }

  private static void hold(String page, String list, String figure, List<String> wrong) {
    String lead = lead(list);
    if (!Pattern.compile("(?<![0-9,])" + figure + "(?![0-9,])").matcher(lead).find()) {
      wrong.add(page + " says " + figure + ", " + list + " says " + lead);
    }
  }

  @Test
  void the_reports_of_a_list_add_up_to_what_it_says_of_the_mail_that_is_meant() {
    Set<String> lists = new LinkedHashSet<>();
    lists.add(PAGE + "/reports?" + DAYS);
    for (String page : pages()) {
      links(text(page)).stream()
          .map(Map.Entry::getKey)
          // Of a name the reports of its newest days are found.
          .filter(one -> !one.contains("q=" + DOMAIN) && !one.contains("q=news"))
          .forEach(lists::add);
    }
    int held = 0;
    for (String list : lists) {
      assertThat(lead(list)).as("all of them are listed").doesNotStartWith("At least");
      held += addsUp(list);
    }
    assertThat(held).isGreaterThan(50);
  }

  /** Whether a list says how much mail it is about, which its reports then add up to. */
  private static int addsUp(String list) {
    Matcher told = MESSAGES.matcher(lead(list));
    Matcher signed = SIGNED.matcher(lead(list));
    boolean counted = told.find();
    JsonPath table = get(list + "&table=reports&format=json").jsonPath();
    if (counted) {
      assertThat(sum(table, "Messages")).as(list).isEqualTo(number(told.group(1)));
      assertThat(sum(table, "'Fail DMARC'")).as(list).isEqualTo(number(told.group(2)));
    } else if (signed.find()) {
      assertThat(sum(table, "Messages")).as(list).isEqualTo(number(signed.group(1)));
    }
    return counted ? 1 : 0;
  }

  @Test
  void reports_found_by_a_key_or_a_name_tell_their_part_of_its_mail_and_lead_to_it() {
    String days = "from=2026-11-14&to=2026-11-22";
    for (String which :
        List.of(
            "&signer=" + DOMAIN + "&selector=s0",
            "&signer=news." + DOMAIN + "&selector=s1",
            "&q=" + DOMAIN,
            "&q=news." + DOMAIN)) {
      String list = PAGE + "/reports?" + days + which;
      assertThat(lead(list)).endsWith("Counted below is what of it each report tells.");
      addsUp(list);
      long messages = 0;
      long failing = 0;
      for (Map.Entry<String, String> link : reports(text(list))) {
        boolean onlyFailing = link.getKey().contains("show=failing");
        String report = link.getKey().replace("#rows", "&table=rows&format=json");
        long told = sum(get(report).jsonPath(), "Messages");
        if (onlyFailing) {
          assertThat(told).as(link.getKey()).isEqualTo(number(link.getValue()));
          failing += told;
        } else {
          messages += told;
        }
      }
      JsonPath table = get(list + "&table=reports&format=json").jsonPath();
      assertThat(messages).as(list).isPositive().isEqualTo(sum(table, "Messages"));
      assertThat(failing).as(list).isEqualTo(sum(table, "'Fail DMARC'"));
    }
  }

  private static List<Map.Entry<String, String>> reports(String list) {
    List<Map.Entry<String, String>> links = new ArrayList<>();
    Matcher link =
        Pattern.compile("<a[^>]* href=\"(" + PAGE + "/reports/\\d+\\?[^\"]*)\"[^>]*>([^<]*)</a>")
            .matcher(list);
    while (link.find()) {
      links.add(Map.entry(link.group(1).replace("&amp;", "&"), link.group(2).strip()));
    }
    return links;
  }

  @Test
  void a_bar_of_a_reporter_leads_to_reports_that_tell_of_as_many_messages() {
    String page = text(PAGE + "?chart=reporters&" + DAYS);
    page = page.substring(page.indexOf("data-chart="), page.indexOf("</figure>"));
    List<String> filters = new ArrayList<>();
    Matcher series =
        Pattern.compile("data-lane=\"FAIL\"(?: data-filter=\"([^\"]*)\")?").matcher(page);
    while (series.find()) {
      filters.add(series.group(1).replace("&amp;", "&"));
    }
    assertThat(filters).hasSize(6);
    assertThat(filters.get(5)).contains("&but=").doesNotContain("&by=");
    int held = 0;
    Matcher day =
        Pattern.compile("<tr data-href=\"([^\"]*)\">(.*?)</tr>", Pattern.DOTALL).matcher(page);
    while (day.find()) {
      List<Long> cells = new ArrayList<>();
      Matcher cell = Pattern.compile("data-value=\"(\\d+)\"").matcher(day.group(2));
      while (cell.find()) {
        cells.add(Long.parseLong(cell.group(1)));
      }
      for (int i = 0; i < filters.size(); i++) {
        long failing = cells.get(i + 1);
        String list = day.group(1).replace("&amp;", "&") + filters.get(i);
        if (failing > 0) {
          held++;
          assertThat(lead(list)).as(list).contains(": " + Format.count(failing) + " message");
        } else if (i == 5) {
          assertThat(lead(list)).as(list).startsWith("0 reports");
        }
      }
    }
    assertThat(held).isGreaterThan(20);
  }

  @Test
  void senders_as_a_file_have_the_messages_of_the_period_that_is_shown() {
    for (String days :
        List.of(DAYS, "from=2026-11-20&to=2026-11-22", "from=2025-01-01&to=2025-02-01")) {
      Matcher told = MESSAGES.matcher(lead(PAGE + "/reports?" + days));
      long messages = told.find() ? number(told.group(1)) : 0;
      long failing = messages == 0 ? 0 : number(told.group(2));
      String withoutAddress = lead(PAGE + "/reports?whose=not-judged&" + days);
      Matcher none = Pattern.compile(": ([0-9,]+) message").matcher(withoutAddress);
      long unread = none.find() ? number(none.group(1)) : 0;
      JsonPath table = get(PAGE + "/senders?format=json&" + days).jsonPath();
      assertThat(sum(table, "failing")).as(days).isEqualTo(failing - unread);
      assertThat(sum(table, "messages")).as(days).isBetween(messages - failing, messages);
    }
  }

  @Test
  void all_pages_and_the_interface_for_programs_tell_the_same_of_a_domain() {
    JsonPath domain = get("/api/v1/domains/" + DOMAIN).jsonPath();
    String all = Format.count(domain.getLong("messages"));
    String failing = Format.count(domain.getLong("own_failing"));
    String own = Format.count(domain.getLong("own_messages"));
    String window = "from=" + domain.getString("from") + "&to=" + domain.getString("to");

    assertThat(domain.getLong("own_messages")).isPositive();
    assertThat(lead(PAGE + "?" + window)).startsWith(all + " messages");
    assertThat(lead(PAGE + "/senders?" + window))
        .startsWith(all + " messages")
        .contains(failing + " of " + own + " messages of yours fail");
    assertThat(lead(PAGE + "/reports?" + window)).contains(": " + all + " messages");
    assertThat(text(PAGE + "?" + window)).contains(failing + " of " + own + " messages of yours");
    assertThat(text(PAGE + "/policy?" + window)).contains(">" + all + "<", ">" + own + "<");
    String row = text("/?q=" + DOMAIN);
    row = row.substring(row.indexOf("data-domain=\"" + DOMAIN + "\""));
    assertThat(row).contains(">" + all + "<", ">" + failing + " (");

    JsonPath senders = get("/api/v1/domains/" + DOMAIN + "/senders").jsonPath();
    List<Map<String, Object>> listed = get(PAGE + "/senders?format=json").jsonPath().getList("");
    assertThat(listed).hasSize(senders.getList("senders").size());
    assertThat(get("/api/v1/domains/" + DOMAIN + "/ready").jsonPath())
        .satisfies(
            ready -> {
              assertThat(ready.getLong("evidence.messages")).isEqualTo(domain.getLong("messages"));
              assertThat(ready.getLong("evidence.failing_messages"))
                  .isEqualTo(domain.getLong("own_failing"));
              assertThat(ready.getInt("evidence.reporters"))
                  .isEqualTo(
                      get(PAGE + "?" + window + "&table=reporters&format=json")
                          .jsonPath()
                          .getList("")
                          .size());
            });
  }

  @Test
  void the_table_of_the_front_page_has_the_messages_of_the_period_that_is_shown() {
    for (String days :
        List.of(DAYS, "from=2026-11-20&to=2026-11-22", "from=2025-01-01&to=2025-02-01")) {
      String list = lead(PAGE + "/reports?" + days);
      Matcher told = MESSAGES.matcher(list);
      long messages = told.find() ? number(told.group(1)) : 0;
      long failing = messages == 0 ? 0 : number(told.group(2));
      JsonPath table = get("/?format=json&q=" + DOMAIN + "&" + days).jsonPath();
      assertThat(sum(table, "messages")).as(days + ": " + list).isEqualTo(messages);
      assertThat(sum(table, "passing")).as(days + ": " + list).isEqualTo(messages - failing);
    }
  }

  private static long sum(JsonPath table, String column) {
    return table.<Number>getList(column).stream()
        .filter(one -> one != null)
        .mapToLong(Number::longValue)
        .sum();
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  private static String lead(String path) {
    Matcher lead = LEAD.matcher(text(path));
    assertThat(lead.find()).as(path).isTrue();
    return lead.group(1);
  }

  private static List<Map.Entry<String, String>> links(String page) {
    List<Map.Entry<String, String>> links = new ArrayList<>();
    Matcher link = TO_REPORTS.matcher(page);
    while (link.find()) {
      links.add(Map.entry(link.group(1).replace("&amp;", "&"), link.group(2).strip()));
    }
    return links;
  }

  private static String text(String path) {
    return get(path).asString();
  }

  private static Response get(String path) {
    return given().urlEncodingEnabled(false).get(path);
  }
}
