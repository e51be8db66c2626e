package dev.plumbline.web;

import java.util.List;

/** Transport security of a domain: what was reported, what is published, and what to do. */
public record TlsView(
    String domain,
    String domainHref,
    PeriodPicker period,
    List<Tab> tabs,
    String standing,
    String standingCss,
    String lead,
    List<Fact> published,
    String checked,
    List<String> problems,
    String readiness,
    List<String> blockers,
    List<String> evidence,
    List<Failed> failures,
    DayChart chart,
    String sessions,
    List<Report> reports) {

  public TlsView {
    tabs = List.copyOf(tabs);
    published = List.copyOf(published);
    problems = List.copyOf(problems);
    blockers = List.copyOf(blockers);
    evidence = List.copyOf(evidence);
    failures = List.copyOf(failures);
    reports = List.copyOf(reports);
  }

  /**
   * Sessions that failed alike.
   *
   * @param now what is known of the server now, empty if nothing
   */
  public record Failed(
      String what,
      String todo,
      String server,
      String policy,
      String sessions,
      String days,
      String now) {}

  /** A report with failures. */
  public record Report(String reporter, String days, String href, String success, String failure) {}
}
