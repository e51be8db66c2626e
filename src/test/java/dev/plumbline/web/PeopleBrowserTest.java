package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import dev.plumbline.people.Accounts;
import dev.plumbline.people.ProgramTokens;
import dev.plumbline.people.SignIns;
import dev.plumbline.store.Table;
import dev.plumbline.store.people.ApiTokens.Draft;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Person;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.people.Who;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The pages about people, as somebody who is signed in sees them in a browser; leaves a picture of
 * each in target/screenshots.
 */
@QuarkusTest
class PeopleBrowserTest {

  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final String PASSWORD = "correct horse battery staple";

  private static Browser browser;

  @Inject Accounts accounts;
  @Inject SignIns signIns;
  @Inject ProgramTokens tokens;
  @Inject DataSource database;
  @Inject Clock clock;

  @TestHTTPResource("/")
  URI root;

  private String key;
  private Map<String, String> pages;

  @BeforeAll
  static void start() {
    browser = Browser.startOrSkip();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void put() {
    nobodyIsLeft();
    Who by = new Who("boss@browser.example", "203.0.113.7");
    Person boss =
        accounts.add(
            by,
            accounts.draft(
                "boss@browser.example", "Bo Boss", "administrator", true, List.of(), List.of()));
    accounts.setPassword(by, boss, PASSWORD);
    accounts.setGroup(
        by, "clients", List.of("clients.example", "a-rather-long-name.of-a-client.example"));
    Person ada =
        accounts.add(
            by,
            accounts.draft(
                "ada.with-a-long-name@accounting-department.browser.example",
                "Ada",
                "analyst",
                false,
                List.of("browser.example"),
                List.of("clients")));
    Person gone =
        accounts.add(
            by,
            accounts.draft("gone@browser.example", "Gone", "viewer", false, List.of(), List.of()));
    accounts.disable(by, gone, true);
    tokens.create(
        by,
        new Draft(
            "monthly export",
            boss.id(),
            Set.of(Right.READ, Right.EXPORT),
            Limits.NONE,
            clock.instant().plus(Duration.ofDays(365))));
    long revoked =
        tokens
            .create(
                by,
                new Draft(
                    "old dashboard",
                    null,
                    Set.of(Right.METRICS),
                    Limits.of(List.of("browser.example"), List.of()),
                    null))
            .id();
    tokens.revoke(by, revoked, null);
    signIns.tryIt("boss@browser.example", "wrong", "", "203.0.113.9", "test");
    key =
        signIns.begin(
            boss,
            "password",
            "203.0.113.7",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0"
                + " Safari/537.36");
    pages = new LinkedHashMap<>();
    pages.put("sign-in", "/sign-in?to=%2Fintake");
    pages.put("welcome", accounts.passwordLink(by, ada).path());
    pages.put("account", "/account");
    pages.put("users", "/users?done=changed");
    pages.put("audit", "/audit");
    Table.change(
        database,
        """
        insert into mailbox (name, settings, secrets, active, changed_at, changed_by) values
          ('a-mailbox-of-a-long-name-for-its-owner', '{"host": "imap.mail-servers.browser.example",
            "user": "dmarc-reports@accounting-department.browser.example"}',
            '{"password": "1:00000000:AAAA"}', false, now(), 'boss@browser.example')\
        """);
    pages.put("settings", "/settings");
    pages.put("domains", "/settings/domains");
    pages.put("mailboxes", "/settings/mailboxes?preset=microsoft");
    pages.put("start", "/start?domain=harbourlight.example&address=dmarc@browser.example");
    pages.put("docs", "/help/docs");
    pages.put("docs-standings", "/help/docs/standings");
    pages.put("docs-configuration", "/help/docs/configuration");
  }

  @AfterEach
  void nobodyIsLeft() {
    Table.change(
        database,
        "delete from mailbox; delete from session; delete from one_time_link; delete from"
            + " api_token; delete from domain_group; delete from person");
  }

  private BrowserContext signedIn(Look look) {
    BrowserContext context = browser.context(look);
    context.addCookies(List.of(new Cookie("plumbline", key).setUrl(root.toString())));
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
      page.fill("#password", PASSWORD);
      page.click("form button.btn-primary");
      assertThat(page.url()).endsWith("/intake?outcome=stored");
      page.navigate(root.resolve("/account").toString());
      page.click("text=Sign out >> nth=0");
      assertThat(page.url()).endsWith("/sign-in");
      page.navigate(root.toString());
      assertThat(page.url()).contains("/sign-in");
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
