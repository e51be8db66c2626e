package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page of all reporters shows. */
record ReportersView(
    String summary, @Nullable String done, String search, List<Line> reporters, Pager pager) {

  /**
   * A reporter.
   *
   * @param reportsHref where all its reports are, under whatever name
   * @param trust what speaks for it or against it, sentences
   * @param excluded why it is left out, null if it counts
   * @param spellings under which names it reports, if there are several
   */
  record Line(
      long id,
      String name,
      String reportsHref,
      String reports,
      String messages,
      String days,
      String trustWord,
      String trustCss,
      List<String> trust,
      @Nullable String excluded,
      List<Spelling> spellings) {

    /** The same, as the sum of several spellings. */
    Line spelled(List<Spelling> names) {
      return new Line(
          id,
          name,
          reportsHref,
          reports,
          messages,
          days,
          trustWord,
          trustCss,
          trust,
          excluded,
          names);
    }
  }

  /** One of several names of a reporter. */
  record Spelling(String name, String href, String reports) {}
}
