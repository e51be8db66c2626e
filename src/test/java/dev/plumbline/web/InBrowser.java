package dev.plumbline.web;

import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests of pages in a real browser, one for all of a class; skipped where there is none. */
abstract class InBrowser {

  static Browser browser;

  @TestHTTPResource("/")
  URI root;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.startOrSkip();
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
      browser = null;
    }
  }
}
