package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.plumbline.intake.FolderIngest;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.review.Judge;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The way of a Monday through the sample: from the front page to a record in the clipboard. */
@QuarkusTest
@TestProfile(MondayPathTest.TheSampleAlone.class)
class MondayPathTest extends InBrowser {

  /** A profile of its own begins with an empty database. */
  public static final class TheSampleAlone implements QuarkusTestProfile {}

  @Inject FolderIngest folder;
  @Inject Rechecks rechecks;
  @Inject Judge judge;
  @Inject TrafficQueries traffic;

  @Test
  void what_the_front_page_says_first_leads_to_a_record_that_is_in_the_clipboard_at_a_press() {
    folder.ingest(List.of(Path.of("sample-reports")), file -> {});
    for (DomainInfo domain : traffic.domains()) {
      rechecks.recheckNow(domain.name());
      judge.judgeNow(domain.name());
    }
    try (BrowserContext context = browser.context(Look.DESKTOP_LIGHT)) {
      context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
      Page page = context.newPage();
      page.navigate(root.toString());
      assertThat(page.textContent("h1 + .lead")).contains("with something to do");
      page.locator(".actions a.act[href$='#publish']").first().click();
      assertThat(page.textContent("#publish-title, #publish h3")).contains("Records to publish");
      Locator copy = page.locator("#publish [data-copy]").first();
      copy.click();
      page.waitForFunction("button => button.textContent === 'Copied'", copy.elementHandle());
      Object copied = page.evaluate("navigator.clipboard.readText()");
      assertThat(String.valueOf(copied))
          .as("a whole record, with nothing of what it replaces")
          .matches("v=(spf1|DMARC1|DKIM1)[^\\n]+")
          .isEqualTo(page.textContent("#" + copy.getAttribute("data-copy")));
    }
  }
}
