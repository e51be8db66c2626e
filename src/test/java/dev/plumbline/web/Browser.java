package dev.plumbline.web;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The system's Chromium, driven by Playwright; no browser is ever downloaded. */
public final class Browser implements AutoCloseable {

  private static final List<String> PLACES =
      List.of(
          "/usr/bin/chromium",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome-stable",
          "/usr/bin/google-chrome");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;

  private Browser(Path executable) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setHeadless(true)
                    .setArgs(
                        List.of(
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  /** Starts it, if there is one. */
  public static Optional<Browser> start() {
    return PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst().map(Browser::new);
  }

  /** Starts it, or skips the calling test with one visible line where there is none. */
  public static Browser startOrSkip() {
    Optional<Browser> started = start();
    if (started.isEmpty()) {
      System.out.println("SKIPPED: browser tests, no Chromium in " + PLACES);
    }
    Assumptions.assumeTrue(started.isPresent(), "no Chromium on this system");
    return started.orElseThrow();
  }

  public com.microsoft.playwright.BrowserContext context(
      int width, com.microsoft.playwright.options.ColorScheme colours) {
    return browser.newContext(
        new com.microsoft.playwright.Browser.NewContextOptions()
            .setViewportSize(width, width < 600 ? 812 : 900)
            .setColorScheme(colours));
  }

  com.microsoft.playwright.BrowserContext context(Look look) {
    return context(look.width, look.colours);
  }

  com.microsoft.playwright.BrowserContext contextIn(String zone) {
    return browser.newContext(
        new com.microsoft.playwright.Browser.NewContextOptions()
            .setViewportSize(1280, 900)
            .setTimezoneId(zone));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
