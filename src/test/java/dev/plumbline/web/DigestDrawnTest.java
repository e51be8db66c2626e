package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.plumbline.digest.Digest;
import dev.plumbline.digest.Digest.Bar;
import dev.plumbline.digest.Digest.Part;
import dev.plumbline.digest.Digest.Step;
import dev.plumbline.digest.DigestHtml;
import dev.plumbline.digest.Period;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The digest as mail clients would draw it, on wide and narrow screens, light and dark. */
class DigestDrawnTest {

  private static final String BASE = "https://plumbline.example.org";

  private static Digest digest() {
    List<Bar> bars = new ArrayList<>();
    for (int day = 16; day <= 22; day++) {
      bars.add(new Bar(LocalDate.of(2026, 11, day), 4_000 + 300L * day, day == 19 ? 1_900 : 40));
    }
    return new Digest(
        Period.parse("2026-W47").orElseThrow(),
        "2 of 14 domains need you: Mailchimp lost 3.1 % of harbourlight.example",
        "14 domains, 16 Nov – 22 Nov 2026: 2 need you.",
        List.of(
            new Step(
                "Publish the tested records for Mailchimp at harbourlight.example",
                BASE + "/domains/harbourlight.example"),
            new Step(
                "Say whether <Odd & Sons> is yours at quiet.example",
                BASE + "/domains/quiet.example"),
            new Step(
                "Publish p=reject for calm.example: it is safe now",
                BASE + "/domains/calm.example")),
        List.of(
            new Part(
                "harbourlight.example",
                BASE + "/domains/harbourlight.example",
                "93.2 % of 69,340 messages pass DMARC; the week before 98.9 % of 71,002 messages.",
                bars,
                List.of(
                    "2,150 messages of your own mail were quarantined or rejected of late.",
                    "New senders: Mailgun (in need of authorizing), 203.0.113.9 (unrecognized).",
                    "Mailchimp was authorized and is regressed.",
                    "The TXT record of harbourlight.example changed from “v=spf1"
                        + " include:servers.mcsv.example include:spf.mailgun.example ~all” to"
                        + " “v=spf1 include:_spf."
                        + "averyveryveryveryveryveryveryveryverylongname.example ~all”.",
                    "Of 412 messages of strangers, receivers stopped 98.1 %.")),
            new Part(
                "a-very-long-name-of-a-domain-that-nobody-would-type.subsidiary.example",
                BASE + "/domains/quiet.example",
                "No messages were reported.",
                List.of(),
                List.of("No reports have come in since 2 Nov 2026."))),
        3,
        List.of("still.example (silent since 2 Oct 2026)", "stiller.example"),
        List.of("a.example", "b.example", "c.example", "d.example", "e.example", "f.example"),
        List.of("new.example"),
        BASE);
  }

  private static Digest month() {
    List<Bar> bars = new ArrayList<>();
    for (int day = 1; day <= 30; day++) {
      bars.add(new Bar(LocalDate.of(2026, 11, day), 900 + 40L * day, day % 7 == 0 ? 300 : 10));
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String name = "domain-%02d.harbourlight.example".formatted(i);
      parts.add(
          new Part(
              name,
              BASE + "/domains/" + name,
              "97.3 % of 31,204 messages pass DMARC; the month before 96.1 % of 30,117 messages.",
              bars,
              List.of(
                  "Sender %d was authorized and is regressed.".formatted(i),
                  "p=reject became safe.")));
    }
    return new Digest(
        Period.parse("2026-11").orElseThrow(),
        "20 of 41 domains need you: Sender 0 fails at domain-00.harbourlight.example",
        "41 domains, 1 Nov – 30 Nov 2026: 20 need you.",
        List.of(new Step("Fix Sender 0, which fails at domain-00.harbourlight.example", BASE)),
        parts,
        3,
        List.of(),
        List.of("a.example", "b.example"),
        List.of(),
        BASE);
  }

  private static Digest nothing() {
    return new Digest(
        Period.parse("2026-11-22").orElseThrow(),
        "2 domains, nothing to do",
        "2 domains, 22 Nov 2026: nothing to do, and nothing changed.",
        List.of(),
        List.of(),
        0,
        List.of(),
        List.of("a.example", "b.example"),
        List.of(),
        BASE);
  }

  @Test
  void it_fits_every_screen_and_loads_nothing() throws Exception {
    drawn("week", digest(), "<Odd & Sons>", "98.1 %", "and 1 more", "No more of this");
  }

  @Test
  void so_does_one_of_a_month_and_one_with_nothing_to_say() throws Exception {
    drawn("month", month(), "domain-19.harbourlight.example", "3 more domains");
    drawn("nothing", nothing(), "nothing to do, and nothing changed");
  }

  private static void drawn(String name, Digest digest, String... said) throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "digest"));
    String html = DigestHtml.of(digest, BASE + "/digests/stop/key");
    try (Browser browser = Browser.startOrSkip()) {
      for (int width : new int[] {600, 900, 360}) {
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
            assertThat(page.innerText("body")).contains(said);
            page.screenshot(
                new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(folder.resolve("%s-%d-%s.png".formatted(name, width, colours))));
          }
        }
      }
    }
  }
}
