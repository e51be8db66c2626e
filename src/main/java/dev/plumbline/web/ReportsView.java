package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reports about a domain, as a list to search.
 *
 * @param choices of what is in the reports
 * @param allHref the same list without what it is filtered by, null if that is nothing, or a choice
 * @param allText what is said of it
 */
public record ReportsView(
    String domain,
    String domainHref,
    String action,
    String summary,
    PeriodPicker period,
    List<Tab> tabs,
    String search,
    List<Line> reports,
    String none,
    List<Tab> choices,
    @Nullable String allHref,
    String allText,
    Pager pager) {

  public ReportsView {
    tabs = List.copyOf(tabs);
    reports = List.copyOf(reports);
    choices = List.copyOf(choices);
  }

  /** One report; {@code notes} say what is unusual about it. */
  public record Line(
      String reporter,
      String href,
      String span,
      String reportId,
      String messages,
      String failing,
      String failingHref,
      String passShare,
      List<Note> notes) {

    public Line {
      notes = List.copyOf(notes);
    }
  }

  /** A word about a report, with its class. */
  public record Note(String text, String css) {}
}
