package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.plumbline.alert.AlertHtml;
import dev.plumbline.alert.Message;
import dev.plumbline.alert.RealAlerts;
import dev.plumbline.store.alert.AlertKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Alerts of every kind as mail clients would draw them, on wide and narrow screens. */
class AlertDrawnTest {

  private static final String BASE = "https://plumbline.example.org";
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static Message message() {
    return new Message(1, false, RealAlerts.ofEveryKind(), BASE, NOW);
  }

  @Test
  void every_kind_fits_every_screen_and_loads_nothing() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "alerts"));
    String html = AlertHtml.of(message(), BASE + "/alerts/stop/key");
    try (Browser browser = Browser.startOrSkip()) {
      for (int width : new int[] {600, 360}) {
        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
          try (BrowserContext context = browser.context(width, colours)) {
            Page page = context.newPage();
            List<String> asked = new ArrayList<>();
            page.onRequest(request -> asked.add(request.url()));
            page.setContent(html);
            assertThat(asked).isEmpty();
            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as("%s wide", width)
                .isEqualTo(page.evaluate("document.documentElement.clientWidth"));
            assertThat(page.innerText("body"))
                .contains("<Odd & Sons>", "No more of this", "(It is over.)");
            for (AlertKind kind : AlertKind.values()) {
              assertThat(page.innerText("body")).contains(kind.title());
            }
            page.screenshot(
                new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(folder.resolve(width + "-" + colours + ".png")));
          }
        }
      }
    }
  }
}
