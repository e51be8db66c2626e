package dev.plumbline.web;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.store.traffic.RowFilter;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** The addresses of the pages. */
final class Links {

  private Links() {}

  static String domain(String domain) {
    return "/domains/" + segment(domain);
  }

  static String domain(String domain, Period period) {
    return domain(domain) + "?" + period.query();
  }

  static String senders(String domain) {
    return domain(domain) + "/senders";
  }

  /** A key may contain slashes; as the last part of the path it may keep them. */
  static String sender(String domain, String key) {
    return senders(domain) + "/" + segment(key).replace("%2F", "/");
  }

  static String sender(String domain, String key, Period period) {
    return sender(domain, key) + "?" + period.query();
  }

  /** Where several senders are decided about at once. */
  static String decisions(String domain, Period period) {
    return senders(domain) + "?" + period.query();
  }

  static String history(String domain) {
    return domain(domain) + "/history";
  }

  static String dns(String domain) {
    return domain(domain) + "/dns";
  }

  static String tls(String domain) {
    return domain(domain) + "/tls";
  }

  static String failures(String domain) {
    return domain(domain) + "/failures";
  }

  static String incident(String domain, long incident) {
    return failures(domain) + "/" + incident;
  }

  static String policy(String domain) {
    return domain(domain) + "/policy";
  }

  static String source(String domain, InetAddress ip) {
    return domain(domain) + "/sources/" + segment(IpAddresses.toText(ip));
  }

  static String source(String domain, InetAddress ip, Period period) {
    return source(domain, ip) + "?" + period.query();
  }

  static String reports(String domain) {
    return domain(domain) + "/reports";
  }

  static String reports(String domain, Period period) {
    return reports(domain) + "?" + period.query();
  }

  /** Reports about whatever domain by a reporter, however it spells its name. */
  static String reportsBy(long reporter) {
    return "/reports?reporter=" + reporter;
  }

  static String reportsOfDays(String domain, LocalDate from, LocalDate to) {
    return reports(domain) + "?from=" + from + "&to=" + to;
  }

  /** What an address says of a signature. */
  static String signature(RowFilter.Signature signature) {
    return "signer=" + value(signature.signer()) + "&selector=" + value(signature.selector());
  }

  static String report(String domain, long reportId) {
    return reports(domain) + "/" + reportId;
  }

  static String intakeEntry(long id) {
    return "/intake/" + id;
  }

  /** A text as one segment of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%3A", ":");
  }

  /** A text as a value in a query. */
  static String value(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
