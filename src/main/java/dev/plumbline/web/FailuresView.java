package dev.plumbline.web;

import java.util.List;

/** Failure reports about a domain, by incident. */
public record FailuresView(
    String domain,
    String domainHref,
    PeriodPicker period,
    List<Tab> tabs,
    String summary,
    List<Incident> incidents,
    String incidentsSummary) {

  public FailuresView {
    tabs = List.copyOf(tabs);
    incidents = List.copyOf(incidents);
  }

  /**
   * Reports with one cause.
   *
   * @param title what failed, in words
   * @param leftOut of which only the number is kept; empty if none
   */
  public record Incident(
      String title,
      String href,
      String css,
      String kind,
      String source,
      String name,
      String days,
      String reports,
      String leftOut) {}
}
