package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page of all reporters shows. */
record ReportersView(String summary, @Nullable String done, List<Line> reporters, Pager pager) {

  /**
   * A reporter.
   *
   * @param trust what speaks for it or against it, sentences
   * @param excluded why it is left out, null if it counts
   */
  record Line(
      long id,
      String name,
      String reports,
      String messages,
      String days,
      String trustWord,
      String trustCss,
      List<String> trust,
      @Nullable String excluded) {}
}
