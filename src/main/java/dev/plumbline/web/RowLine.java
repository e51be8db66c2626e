package dev.plumbline.web;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.store.traffic.StoredRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a report in a table.
 *
 * @param source the address it sent from, or what is said where there is none
 * @param sourceHref the page about that address, null if there is none
 * @param reportHref the report, null in the table of the report itself
 * @param verdict whether it passed DMARC
 * @param passedBy what made it pass, empty if it failed
 * @param sender who is behind its source; null where that is known anyway, or not yet
 */
public record RowLine(
    String source,
    @Nullable String sourceHref,
    String day,
    String reportText,
    @Nullable String reportHref,
    String messages,
    String verdict,
    String verdictCss,
    String passedBy,
    String headerFrom,
    List<Auth> spf,
    List<Auth> dkim,
    String disposition,
    List<String> overrides,
    @Nullable Sender sender) {

  public RowLine {
    spf = List.copyOf(spf);
    dkim = List.copyOf(dkim);
    overrides = List.copyOf(overrides);
  }

  /** A row in the table of its own report. */
  static RowLine ofReport(String domain, StoredRow row) {
    StoredRow.Behind behind = row.behind();
    return of(
        row.row(),
        domain,
        "",
        "",
        null,
        behind == null
            ? null
            : new Sender(
                behind.sender(),
                Links.sender(domain, behind.senderKey()),
                StandingBadge.of(behind.standing())));
  }

  /** A row of a report that is kept nowhere, so that nothing leads on. */
  static RowLine alone(ReportRow row) {
    return of(row, null, "", "", null, null);
  }

  /** A row in the table of a source, leading to its report. */
  static RowLine ofSource(
      String domain, ReportRow row, String day, String reporter, String reportHref) {
    return of(row, domain, day, reporter, reportHref, null);
  }

  private static RowLine of(
      ReportRow row,
      @Nullable String domain,
      String day,
      String reporter,
      @Nullable String reportHref,
      @Nullable Sender sender) {
    var ip = row.sourceIp();
    return new RowLine(
        ip == null ? "no readable address" : IpAddresses.toText(ip),
        ip == null || domain == null ? null : Links.source(domain, ip),
        day,
        reporter,
        reportHref,
        Format.count(row.messages()),
        row.passes() ? "Pass" : "Fail",
        row.passes() ? "mark-good" : "mark-bad",
        passedBy(row),
        row.headerFrom().isEmpty() ? "not given" : row.headerFrom(),
        spf(row),
        row.dkim().stream()
            .map(
                one ->
                    new Auth(
                        one.result(),
                        css(one.result()),
                        one.domain().isEmpty() ? "no domain given" : one.domain(),
                        joined(selector(one.selector()), one.humanResult())))
            .toList(),
        disposition(row.disposition()),
        row.overrides().stream()
            .map(one -> one.comment() == null ? one.type() : one.type() + ": " + one.comment())
            .toList(),
        sender);
  }

  private static String passedBy(ReportRow row) {
    if (row.dkimPass() && row.spfPass()) {
      return "by DKIM and SPF";
    }
    return row.dkimPass() ? "by DKIM" : row.spfPass() ? "by SPF" : "";
  }

  private static List<Auth> spf(ReportRow row) {
    var auths = new ArrayList<Auth>();
    for (ReportRow.SpfResult one : row.spf()) {
      String scope = "helo".equals(one.scope()) ? "HELO name" : null;
      auths.add(
          new Auth(
              one.result(),
              css(one.result()),
              one.domain().isEmpty() ? "no domain given" : one.domain(),
              joined(scope, one.humanResult())));
    }
    return auths;
  }

  static String css(String result) {
    return switch (result) {
      case "pass" -> "mark-good";
      case "fail", "permerror", "policy" -> "mark-bad";
      case "softfail", "temperror" -> "mark-warn";
      default -> "mark-plain";
    };
  }

  static String disposition(@Nullable String disposition) {
    if (disposition == null || disposition.isEmpty()) {
      return "not said";
    }
    return switch (disposition) {
      case "none" -> "delivered (none)";
      case "pass" -> "delivered (pass)";
      case "quarantine" -> "quarantined";
      case "reject" -> "rejected";
      default -> disposition;
    };
  }

  private static @Nullable String selector(@Nullable String selector) {
    return selector == null || selector.isEmpty() ? null : "selector " + selector;
  }

  private static @Nullable String joined(@Nullable String first, @Nullable String second) {
    if (first == null || first.isEmpty()) {
      return second;
    }
    return second == null || second.isEmpty() ? first : first + ", " + second;
  }

  /** An authentication result; {@code identity} is the domain it was about. */
  public record Auth(String result, String css, String identity, @Nullable String note) {}

  /** Who is behind the source of a row. */
  public record Sender(String name, String href, StandingBadge badge) {}
}
