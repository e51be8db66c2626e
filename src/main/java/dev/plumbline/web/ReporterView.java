package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page of one reporter shows. */
record ReporterView(
    long id,
    String name,
    String summary,
    String trustWord,
    String trustCss,
    @Nullable String excluded,
    List<String> speaking,
    List<About> domains,
    List<Mailed> mailed,
    List<Held> held) {

  /** What it told of one domain; the address leads to those reports. */
  record About(String domain, String href, String reports, String messages, String days) {}

  /** Mails of one author domain. */
  record Mailed(String submitter, String reports, String found) {}

  /** A report in its name that is held back. */
  record Held(String href, String received, String domain, String reason) {}
}
