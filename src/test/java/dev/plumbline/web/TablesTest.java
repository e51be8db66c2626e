package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.store.MadeReport;
import dev.plumbline.store.intake.IntakeStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That every table of every page is had as a file, with all that it shows. */
@QuarkusTest
class TablesTest {

  private static final String DOMAIN = "/domains/" + SeededReports.DOMAIN;

  /** Pages that no seeded report leads to. */
  private static final List<String> OTHERS =
      List.of(
          "/alerts",
          "/audit",
          "/users",
          "/account",
          "/account/alerts",
          "/account/digests",
          "/account/api",
          "/settings",
          "/settings/domains",
          "/settings/mailboxes",
          "/settings/data",
          DOMAIN + "/policy?p=reject");

  @Inject SeededReports seeded;
  @Inject IntakeStore store;

  @BeforeEach
  void seed() {
    seeded.put();
  }

  @Test
  void every_table_of_every_page_has_a_link_to_it_as_csv_and_as_json() {
    var found = new LinkedHashSet<String>();
    for (String path : pages()) {
      Document page = Jsoup.parse(ask(path).asString(), "http://localhost");
      for (Element table : page.select("main table, main ul[data-table]")) {
        String name = table.attr("data-table");
        assertThat(name).as("name of a table of %s", path).isNotEmpty();
        int rows = table.select("> tbody > tr, > li").size();
        for (String format : List.of("csv", "json")) {
          Response file = ask(link(page, name, format, path));
          assertThat(file.statusCode()).as("%s of %s, %s", name, path, format).isEqualTo(200);
          assertThat(file.header("Content-Disposition"))
              .startsWith("attachment; filename=\"")
              .endsWith("." + format + "\"");
          int all =
              format.equals("csv")
                  ? file.asString().split("\r\n").length - 1
                  : file.jsonPath().getList("$").size();
          assertThat(all).as("rows of %s of %s", name, path).isGreaterThanOrEqualTo(rows);
        }
        found.add(name);
      }
    }
    assertThat(found).contains("reports", "rows", "reporters", "intake", "history", "days", "keys");
  }

  private static String link(Document page, String name, String format, String path) {
    return page.select(".exports a").stream()
        .map(link -> link.attr("href"))
        .filter(href -> href.endsWith("format=" + format))
        .filter(href -> href.contains("table=" + name + "&") || name.equals("domains"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + format + " of " + name + " on " + path));
  }

  private Set<String> pages() {
    var pages = new LinkedHashSet<>(seeded.pages().values());
    pages.addAll(OTHERS);
    pages.remove("/no-such-page");
    return pages;
  }

  @Test
  void every_table_of_every_template_has_a_name_and_its_links() throws IOException {
    Pattern linked = Pattern.compile("\\{#(tablefile |exports view\\.exports)");
    var bare = new ArrayList<String>();
    try (Stream<Path> templates = Files.walk(Path.of("src/main/resources/templates"))) {
      for (Path template : templates.filter(one -> one.toString().endsWith(".html")).toList()) {
        String text = Files.readString(template);
        long tables = Pattern.compile("<table\\b").matcher(text).results().count();
        long named = Pattern.compile("<table data-table=\"").matcher(text).results().count();
        if (tables != named || linked.matcher(text).results().count() < tables) {
          bare.add(template.toString());
        }
      }
    }
    assertThat(bare).isEmpty();
  }

  @Test
  void a_list_is_given_out_whole_and_within_its_filters() {
    String report = seeded.bigReportPath();
    assertThat(ask(report).asString()).contains("of 230");
    List<Map<String, Object>> rows =
        ask(report + "?table=rows&format=json").jsonPath().getList("$");
    assertThat(rows).hasSize(230);
    assertThat(rows.get(0).get("Messages")).isInstanceOf(Integer.class);
    List<Map<String, Object>> one =
        ask(report + "?ip=198.51.100.7&table=rows&format=json").jsonPath().getList("$");
    assertThat(one).hasSize(1);
    assertThat(one.get(0))
        .containsEntry("Source", "198.51.100.7")
        .containsEntry("Standing", "Unrecognized")
        .containsKey("Sender");
  }

  @Test
  void a_table_that_shows_the_first_of_many_is_given_out_whole() {
    String domain = MadeReport.newDomain();
    Instant begin = SeededReports.LAST_DAY.atStartOfDay(ZoneOffset.UTC).toInstant();
    for (int i = 0; i < 17; i++) {
      store.record(
          MadeReport.item(),
          new MadeReport(
                  "Tables Receiver " + i,
                  "tables-" + i,
                  domain,
                  begin,
                  begin.plusSeconds(86_400),
                  List.of(MadeReport.row("192.0.2.66", 3, true)))
              .alone());
    }
    String page = "/domains/" + domain;
    Document shown = Jsoup.parse(ask(page).asString());
    assertThat(shown.select("table[data-table=reporters] > tbody > tr")).hasSize(15);
    assertThat(shown.text()).contains("17 reporters");
    assertThat(ask(page + "?table=reporters&format=json").jsonPath().getList("$")).hasSize(17);
  }

  @Test
  void a_file_has_values_that_programs_read_and_no_formula() {
    PageTable table =
        PageTable.of(
                """
                <main><table data-table="made"><thead><tr><th>Name</th><th class="num">Messages</th>
                <th>Seen</th><th>When</th><th><span class="visually-hidden">Do</span></th></tr></thead>
                <tbody><tr><th>=1+1 <form><button>Go</button></form></th><td class="num">1,234</td>
                <td>22 Nov 2026</td><td>22 Nov 2026, 14:05 UTC</td><td>x</td></tr>
                <tr><th>b<div>c</div></th><td class="num">12.1%</td><td></td><td>later</td><td></td>
                </tr></tbody></table></main>
                """,
                "made")
            .orElseThrow();
    assertThat(table.columns()).containsExactly("Name", "Messages", "Seen", "When");
    assertThat(table.rows().get(0))
        .containsExactly("=1+1", 1234L, "2026-11-22", "2026-11-22T14:05:00Z");
    assertThat(table.rows().get(1)).containsExactly("b c", "12.1%", null, "later");
    assertThat(table.more()).isFalse();
    assertThat(Csv.line("=1+1")).doesNotStartWith("\"=");
  }

  @Test
  void what_is_no_table_or_no_format_is_told_in_one_sentence() {
    assertThat(ask("/reporters?table=weather&format=csv").statusCode()).isEqualTo(404);
    assertThat(ask("/reporters?table=reporters&format=xml").statusCode()).isEqualTo(400);
    assertThat(ask("/reporters?table=reporters").asString()).contains("exported as csv or json");
    assertThat(ask("/no-such-page?table=reporters&format=csv").statusCode()).isEqualTo(404);
  }

  private static Response ask(String path) {
    return given().urlEncodingEnabled(false).header("Accept", "text/html").get(path);
  }
}
