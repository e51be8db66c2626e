package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What only a browser can tell. Also leaves a picture of every page in target/screenshots, to be
 * looked at.
 */
@QuarkusTest
class BrowserTest extends InBrowser {

  /** Elements of one page, however long its lists are. */
  private static final int MOST_ELEMENTS = 3_000;

  /** What a first visit may load, in bytes as sent, with its charts. */
  private static final int MOST_BYTES = 300_000;

  private static final Path PICTURES = Path.of("target", "screenshots");

  @Inject SeededReports seeded;

  private Map<String, String> pages;

  @BeforeEach
  void seed() {
    pages = seeded.pages();
  }

  @Test
  void no_page_asks_another_host_or_breaks_the_policy_or_scrolls_sideways() {
    for (Look look : Look.looked()) {
      try (BrowserContext context = browser.context(look)) {
        Page page = context.newPage();
        var complaints = new ArrayList<String>();
        page.onConsoleMessage(
            message -> {
              if (Set.of("error", "warning").contains(message.type())) {
                complaints.add(page.url() + ": " + message.text());
              }
            });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        page.onRequest(
            request -> {
              if (!request.url().startsWith(root.toString())
                  && !request.url().startsWith("data:")) {
                complaints.add(page.url() + " asks " + request.url());
              }
            });
        for (var each : pages.entrySet()) {
          page.navigate(root.resolve(each.getValue()).toString());
          page.waitForLoadState();
          assertThat(page.evaluate("document.documentElement.scrollWidth"))
              .as("width of %s", each.getKey())
              .isEqualTo(look.width);
          assertThat((int) page.evaluate("document.querySelectorAll('*').length"))
              .as("elements of %s", each.getKey())
              .isLessThan(MOST_ELEMENTS);
          picture(page, each.getKey(), look);
        }
        // A page that is not there is an error to the console, and only that one.
        complaints.removeIf(text -> text.contains("status of 404"));
        assertThat(complaints).isEmpty();
      }
    }
  }

  @Test
  void no_page_has_a_serious_accessibility_violation() {
    var serious = new ArrayList<String>();
    for (Look look : Look.looked()) {
      try (BrowserContext context = browser.context(look)) {
        Page page = context.newPage();
        for (var each : pages.entrySet()) {
          page.navigate(root.resolve(each.getValue()).toString());
          page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
          new AxeBuilder(page)
              .analyze().getViolations().stream()
                  .filter(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
                  .map(
                      rule ->
                          "%s, %s: %s %s"
                              .formatted(
                                  each.getKey(),
                                  look,
                                  rule.getId(),
                                  rule.getNodes().get(0).getHtml()))
                  .forEach(serious::add);
        }
      }
    }
    assertThat(serious).isEmpty();
  }

  @Test
  void a_first_visit_loads_little() {
    for (String name : List.of("overview", "domain", "senders")) {
      try (BrowserContext context = browser.context(Look.DESKTOP_LIGHT)) {
        Page page = context.newPage();
        page.navigate(root.resolve(pages.get(name)).toString());
        page.waitForLoadState();
        if (page.locator(".chart-canvas").count() > 0) {
          seeChart(page);
        }
        Number bytes =
            (Number)
                page.evaluate(
                    "['navigation', 'resource'].flatMap(t => performance.getEntriesByType(t))"
                        + ".reduce((sum, one) => sum + one.encodedBodySize, 0)");
        assertThat(bytes.intValue()).as(name).isLessThan(MOST_BYTES);
      }
    }
  }

  @Test
  void from_the_front_page_a_domain_is_found_and_one_of_its_senders_decided_about() {
    try (BrowserContext context = browser.context(Look.DESKTOP_LIGHT)) {
      Page page = context.newPage();
      page.navigate(root.toString());
      page.fill("#q", SeededReports.DOMAIN);
      page.press("#q", "Enter");
      page.click("tr[data-domain='" + SeededReports.DOMAIN + "'] th a");
      assertThat(page.textContent("h1")).isEqualTo(SeededReports.DOMAIN);
      assertThat(page.locator(".answers > div").count()).isEqualTo(3);
      page.click(".tabs a:has-text('Senders')");
      page.selectOption("#sort", "failing");
      page.waitForURL("**sort=failing**");
      page.locator("input[name=sender]").last().scrollIntoViewIfNeeded();
      page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
      page.locator("input[name=sender]").last().check();
      page.fill("#decide-note", "browsed");
      page.click("button[value=not_ours]");
      page.waitForURL("**/senders?**");
      page.click(".tabs a:has-text('History')");
      assertThat(page.textContent("main")).contains("Not ours, said web: browsed");
    }
  }

  @Test
  void the_keyboard_alone_leads_from_the_overview_to_a_domain() {
    try (BrowserContext context = browser.context(Look.DESKTOP_LIGHT)) {
      Page page = context.newPage();
      page.navigate(root.toString());
      page.keyboard().press("Tab");
      assertThat(focused(page)).isEqualTo("Skip to content");
      page.keyboard().press("Enter");
      int links = page.locator("a, button, summary, input, select").count();
      for (int i = 0; i < links && !focused(page).equals(SeededReports.DOMAIN); i++) {
        page.keyboard().press("Tab");
        assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
            .as("outline of %s", focused(page))
            .isEqualTo("solid");
      }
      assertThat(focused(page)).isEqualTo(SeededReports.DOMAIN);
      page.keyboard().press("Enter");
      page.waitForURL("**/domains/" + SeededReports.DOMAIN + "**");
      assertThat(page.textContent("h1")).isEqualTo(SeededReports.DOMAIN);
    }
  }

  @Test
  void the_theme_follows_the_system_until_the_reader_chooses_and_then_stays() {
    try (BrowserContext context = browser.context(Look.DESKTOP_DARK)) {
      Page page = context.newPage();
      page.navigate(root.toString());
      assertThat(theme(page)).isEqualTo("dark");
      page.click("[data-theme-switch]");
      assertThat(theme(page)).isEqualTo("light");
      page.navigate(root.resolve("/intake").toString());
      assertThat(theme(page)).isEqualTo("light");
    }
  }

  @Test
  void times_are_told_in_the_readers_zone_with_utc_behind_them() {
    try (BrowserContext context = browser.contextIn("America/New_York")) {
      Page page = context.newPage();
      page.navigate(root.resolve(pages.get("intake-entry")).toString());
      var time = page.locator("main time").first();
      assertThat(time.textContent()).isEqualTo("16 Nov 2026, 01:00:00");
      assertThat(time.getAttribute("title")).isEqualTo("16 Nov 2026, 06:00:00 UTC");
      assertThat(page.textContent("footer")).contains("times are of America/New_York");
    }
  }

  @Test
  void the_chart_is_drawn_from_its_table() {
    try (BrowserContext context = browser.context(Look.DESKTOP_LIGHT)) {
      Page page = context.newPage();
      page.navigate(root.resolve(pages.get("domain")).toString());
      seeChart(page);
      assertThat(page.locator("#days tbody tr").count()).isEqualTo(Period.DEFAULT_DAYS);
    }
  }

  @Test
  void a_click_on_what_failed_on_a_day_leads_to_the_reports_that_tell_of_it() {
    try (BrowserContext context = browser.context(Look.DESKTOP_LIGHT)) {
      Page page = context.newPage();
      page.navigate(root.resolve(pages.get("domain")).toString());
      seeChart(page);
      List<?> place =
          (List<?>)
              page.evaluate(
                  """
                  (() => {
                    const chart = Chart.getChart(document.querySelector('.chart-canvas canvas'));
                    const fails = chart.data.datasets.findIndex(set => set.label.startsWith('Fail'));
                    const bar = chart.getDatasetMeta(fails).data
                        .reduce((one, other) => other.height > one.height ? other : one);
                    const point = bar.getCenterPoint();
                    return [point.x, point.y];
                  })()""");
      page.locator(".chart-canvas canvas")
          .click(
              new Locator.ClickOptions()
                  .setPosition(
                      ((Number) place.get(0)).doubleValue(),
                      ((Number) place.get(1)).doubleValue()));
      page.waitForURL("**/reports?from=2026-11-**&whose=others");
      assertThat(page.textContent(".lead")).contains("1 report with failing messages of others");
    }
  }

  @Test
  void a_file_is_uploaded_and_what_became_of_it_is_told() {
    try (BrowserContext context = browser.context(Look.PHONE_LIGHT)) {
      Page page = context.newPage();
      page.navigate(root.resolve("/intake").toString());
      page.setInputFiles(
          "#files",
          new FilePayload("browsed.xml", "text/xml", "<feedback".getBytes(StandardCharsets.UTF_8)));
      assertThat(page.textContent("[data-chosen]")).contains("browsed.xml");
      page.click("form[data-dropzone] button");
      page.waitForURL("**/intake?uploaded=**");
      assertThat(page.textContent("main [role=status]")).contains("browsed.xml", "not a report");
    }
  }

  @Test
  void a_policy_is_tried_on_the_messages_that_were_reported() {
    try (BrowserContext context = browser.context(Look.DESKTOP_LIGHT)) {
      Page page = context.newPage();
      page.navigate(root.resolve(pages.get("policy")).toString());
      page.selectOption("#p", "quarantine");
      page.click("#trial form button");
      page.waitForURL("**p=quarantine**");
      assertThat(page.textContent("#trial details[open]")).contains("quarantined or rejected");
    }
  }

  @Test
  void a_domain_is_checked_and_the_address_of_the_answer_can_be_shared() {
    try (BrowserContext context = browser.context(Look.DESKTOP_LIGHT)) {
      Page page = context.newPage();
      page.navigate(root.resolve("/tools").toString());
      page.fill("#domain", "harbourlight.example");
      page.press("#domain", "Enter");
      page.waitForURL("**/tools?domain=harbourlight.example**");
      assertThat(page.textContent("main")).contains("v=spf1", "6 of 10 lookups");
    }
  }

  @Test
  void messages_of_a_domain_are_told_apart_by_what_receivers_did_and_by_who_saw_them() {
    try (BrowserContext context = browser.context(Look.DESKTOP_LIGHT)) {
      Page page = context.newPage();
      page.navigate(root.resolve(pages.get("domain")).toString());
      page.click("#traffic .chips a:has-text('What receivers did')");
      assertThat(page.locator("#days thead th").allTextContents())
          .map(String::strip)
          .containsExactly("Day (UTC)", "Delivered", "Rejected");
      seeChart(page);
      page.click("#traffic .chips a:has-text('Who saw them fail')");
      assertThat(page.locator("#days thead th").allTextContents())
          .map(String::strip)
          .contains("Pass", "Fail, Receiver Two", "Fail, Receiver Three");
      seeChart(page);
    }
  }

  private static Object theme(Page page) {
    return page.getAttribute("html", "data-bs-theme");
  }

  private static String focused(Page page) {
    return String.valueOf(page.evaluate("document.activeElement.textContent.trim()"));
  }

  /** Charts are drawn once somebody comes near them. */
  private static void seeChart(Page page) {
    page.locator(".chart-canvas").first().scrollIntoViewIfNeeded();
    page.waitForSelector(
        ".chart-canvas canvas[width]",
        new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
    page.evaluate("window.scrollTo(0, 0)");
  }

  private static void picture(Page page, String name, Look look) {
    if (page.locator(".chart-canvas").count() > 0) {
      seeChart(page);
    }
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(PICTURES.resolve("%s-%s.png".formatted(name, look.suffix()))));
  }
}
