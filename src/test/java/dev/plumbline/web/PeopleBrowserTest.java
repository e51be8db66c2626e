package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The pages about people, as somebody who is signed in sees them in a browser; leaves a picture of
 * each in target/screenshots.
 */
@QuarkusTest
class PeopleBrowserTest extends InBrowser {

  private static final Path PICTURES = Path.of("target", "screenshots");

  @Inject PeoplePages people;
  @Inject SeededReports seeded;

  private Map<String, String> pages;

  @BeforeEach
  void put() {
    seeded.put();
    pages = people.put();
  }

  @AfterEach
  void nobodyIsLeft() {
    people.clear();
  }

  private BrowserContext signedIn(Look look) {
    BrowserContext context = browser.context(look);
    context.addCookies(List.of(new Cookie("plumbline", people.key()).setUrl(root.toString())));
    return context;
  }

  @Test
  void pages_about_people_fit_keep_to_the_policy_and_are_accessible() {
    for (Look look : Look.looked()) {
      try (BrowserContext context = signedIn(look)) {
        Page page = context.newPage();
        var complaints = new ArrayList<String>();
        page.onConsoleMessage(
            message -> {
              if (Set.of("error", "warning").contains(message.type())) {
                complaints.add(page.url() + ": " + message.text());
              }
            });
        for (var each : pages.entrySet()) {
          page.navigate(root.resolve(each.getValue()).toString());
          page.waitForLoadState();
          picture(page, each.getKey(), look);
          page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
          picture(page, each.getKey() + "-open", look);
          assertThat(page.evaluate("document.documentElement.scrollWidth"))
              .as("width of %s", each.getKey())
              .isEqualTo(look.width);
          assertThat(serious(page)).as("%s, %s", each.getKey(), look).isEmpty();
        }
        assertThat(complaints).isEmpty();
      }
    }
  }

  @Test
  void somebody_signs_in_finds_their_page_and_signs_out_by_the_form() {
    try (BrowserContext context = browser.context(Look.PHONE_LIGHT)) {
      Page page = context.newPage();
      page.navigate(root.resolve("/intake?outcome=stored").toString());
      assertThat(page.url()).contains("/sign-in?to=");
      page.fill("#login", "boss@browser.example");
      page.fill("#password", "wrong");
      page.click("form button.btn-primary");
      assertThat(page.textContent("[role=alert]")).contains("That is not right");
      picture(page, "sign-in-refused", Look.PHONE_LIGHT);
      assertThat(page.inputValue("#login")).isEqualTo("boss@browser.example");
      page.fill("#password", PeoplePages.PASSWORD);
      page.click("form button.btn-primary");
      assertThat(page.url()).endsWith("/intake?outcome=stored");
      page.navigate(root.resolve("/account").toString());
      page.click("text=Sign out >> nth=0");
      assertThat(page.url()).endsWith("/sign-in");
      page.navigate(root.toString());
      assertThat(page.url()).contains("/sign-in");
    }
  }

  @Test
  void whoever_has_the_first_link_becomes_administrator_and_begins() {
    people.clear();
    String first = people.firstLink();
    try (BrowserContext context = browser.context(Look.PHONE_DARK)) {
      Page page = context.newPage();
      page.navigate(root.resolve(first).toString());
      page.fill("#login", "first@browser.example");
      page.fill("#password", PeoplePages.PASSWORD);
      page.click("form button.btn-primary");
      page.waitForURL("**/start");
      page.fill("#domain", "harbourlight.example");
      page.fill("#address", "dmarc@browser.example");
      page.press("#address", "Enter");
      page.waitForURL("**/start?**");
      assertThat(page.textContent("#publish [role=status]"))
          .contains("_dmarc.harbourlight.example", "mailto:dmarc@browser.example");
      assertThat(page.locator("#read a[href='/settings/mailboxes']").count()).isEqualTo(1);
      page.navigate(root.resolve(first).toString());
      assertThat(page.textContent("h1")).isEqualTo("Not found");
    }
  }

  @Test
  void digests_and_alerts_are_ended_by_the_button_that_their_mails_lead_to() {
    try (BrowserContext context = browser.context(Look.PHONE_LIGHT)) {
      Page page = context.newPage();
      for (String path : List.of(pages.get("digests-stop"), pages.get("alerts-stop"))) {
        page.navigate(root.resolve(path).toString());
        page.click("main form button");
        assertThat(page.locator("main form").count()).as(page.textContent("body")).isZero();
        assertThat(page.textContent("h1")).isEqualTo("No more is sent");
      }
    }
  }

  @Test
  void each_role_finds_what_it_may_do_and_nothing_else() {
    assertThat(offered("viewer")).containsExactly("read");
    assertThat(offered("analyst")).containsExactly("read", "decide", "upload");
    assertThat(offered("administrator")).containsExactly("read", "decide", "upload", "settings");
  }

  /** What the pages offer to somebody of a role. */
  private List<String> offered(String role) {
    List<String> offered = new ArrayList<>();
    try (BrowserContext context = browser.context(Look.DESKTOP_LIGHT)) {
      context.addCookies(
          List.of(new Cookie("plumbline", people.keyOf(role)).setUrl(root.toString())));
      Page page = context.newPage();
      page.navigate(root.resolve("/domains/" + SeededReports.DOMAIN + "/senders").toString());
      note(offered, "read", page, "ul.senders li");
      note(offered, "decide", page, "button[value=not_ours]");
      page.navigate(root.resolve("/intake").toString());
      note(offered, "upload", page, "#files");
      page.navigate(root.resolve("/settings").toString());
      note(offered, "settings", page, "main a[href='/settings/mailboxes']");
    }
    return offered;
  }

  private static void note(List<String> offered, String what, Page page, String selector) {
    if (page.locator(selector).count() > 0) {
      offered.add(what);
    }
  }

  private static List<String> serious(Page page) {
    return new AxeBuilder(page)
        .analyze().getViolations().stream()
            .filter(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
            .map(rule -> rule.getId() + " " + rule.getNodes().get(0).getHtml())
            .toList();
  }

  private static void picture(Page page, String name, Look look) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(PICTURES.resolve("people-%s-%s.png".formatted(name, look.suffix()))));
  }
}
