package dev.plumbline.web;

import java.util.List;

/** The pages about one domain. */
enum Tabs {
  OVERVIEW,
  SENDERS,
  POLICY,
  DNS,
  TLS,
  FAILURES,
  REPORTS,
  HISTORY;

  static List<Tab> of(String domain, Period period, Tabs current) {
    String query = "?" + period.query();
    return List.of(
        new Tab("Overview", Links.domain(domain) + query, current == OVERVIEW),
        new Tab("Senders", Links.senders(domain) + query, current == SENDERS),
        new Tab("Policy", Links.policy(domain) + query, current == POLICY),
        new Tab("DNS", Links.dns(domain) + query, current == DNS),
        new Tab("TLS", Links.tls(domain) + query, current == TLS),
        new Tab("Failures", Links.failures(domain) + query, current == FAILURES),
        new Tab("Reports", Links.reports(domain) + query, current == REPORTS),
        new Tab("History", Links.history(domain) + query, current == HISTORY));
  }
}
