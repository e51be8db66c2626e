package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reports about a domain, as a list to search.
 *
 * @param allHref the same list of all reporters, where one was chosen
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
    @Nullable String allHref,
    Pager pager) {

  public ReportsView {
    tabs = List.copyOf(tabs);
    reports = List.copyOf(reports);
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
