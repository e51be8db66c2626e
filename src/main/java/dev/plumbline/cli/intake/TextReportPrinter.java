package dev.plumbline.cli.intake;

import static dev.plumbline.cli.shell.Terminal.safe;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.Repair;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.PolicyPublished;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportSink;
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.report.tls.TlsReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A summary for people: header, policy, totals, repairs, and the rows with most messages. */
final class TextReportPrinter implements ReportPrinter {

  private static final int ROWS_SHOWN = 20;
  private static final int REPAIRS_SHOWN = 20;
  private static final String ROW_LINE = "  %-39s %10s  %-11s %-5s %-5s %s%n";

  private final PrintWriter out;
  private boolean first = true;

  TextReportPrinter(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void aggregate(String file, String member, AggregateReport report, RowPass rows)
      throws IOException, InvalidReportException {
    ReportHeader header = report.header();
    title(file, member);
    line(
        "Reporter",
        header.reporter() + (header.email().isEmpty() ? "" : " <" + header.email() + ">"));
    line("Report ID", header.reportId());
    line("Period", time(header.begin()) + " to " + time(header.end()));
    line(
        "Format",
        header.format() == dev.plumbline.report.aggregate.ReportFormat.RFC9990
            ? "RFC 9990"
            : "RFC 7489");
    line("Policy", header.policy().domain() + "  " + policy(header.policy()));
    for (String error : header.errors()) {
      line("Error", error);
    }
    line("Rows", report.rows() + ", of which " + report.passRows() + " pass");
    line("Messages", report.messages() + ", of which " + report.passMessages() + " pass");
    if (report.partial()) {
      line("Note", "the document ends early; rows may be missing");
    }
    repairs(report.repairs());
    if (report.rows() > 0) {
      table(report, rows);
    }
  }

  @Override
  public void failure(String file, String member, FailureReport report) {
    title(file, member);
    new FailureText(out).print(report);
    repairs(report.repairs());
  }

  @Override
  public void tls(String file, String member, TlsReport report) {
    title(file, member);
    new TlsText(out).print(report);
    repairs(report.repairs());
  }

  @Override
  public void other(Other other) {
    title(other.file(), other.member());
    line("Kind", other.kind().replace('_', ' '));
    line("Reason", other.reason());
    if (other.limit() != null) {
      line("Limit", other.limit());
    }
  }

  private void title(String file, String member) {
    if (!first) {
      out.println();
    }
    first = false;
    out.println(safe(member.isEmpty() ? file : file + ": " + member));
  }

  private void line(String label, String text) {
    out.printf("  %-10s %s%n", label, safe(text));
  }

  private static String time(java.time.@Nullable Instant instant) {
    return instant == null ? "?" : instant.toString();
  }

  private static String policy(PolicyPublished policy) {
    StringJoiner tags = new StringJoiner("; ");
    tag(tags, "p", policy.p());
    tag(tags, "sp", policy.sp());
    tag(tags, "np", policy.np());
    tag(tags, "adkim", policy.adkim());
    tag(tags, "aspf", policy.aspf());
    tag(tags, "pct", policy.pct());
    tag(tags, "fo", policy.fo());
    tag(tags, "testing", policy.testing());
    tag(tags, "discovery_method", policy.discoveryMethod());
    return tags.toString();
  }

  private static void tag(StringJoiner tags, String name, @Nullable Object value) {
    if (value != null) {
      tags.add(name + "=" + value);
    }
  }

  private void repairs(List<Repair> repairs) {
    if (repairs.isEmpty()) {
      return;
    }
    out.println();
    out.println("  Repairs");
    for (Repair repair : repairs.subList(0, Math.min(REPAIRS_SHOWN, repairs.size()))) {
      out.printf("    %-22s %s%n", repair.code(), safe(repair.detail()));
    }
    if (repairs.size() > REPAIRS_SHOWN) {
      out.printf("    and %d more%n", repairs.size() - REPAIRS_SHOWN);
    }
  }

  private void table(AggregateReport report, RowPass rows)
      throws IOException, InvalidReportException {
    out.println();
    out.printf(ROW_LINE, "Source", "Messages", "Disposition", "DKIM", "SPF", "Author domain");
    for (ReportRow row : largest(rows)) {
      String source = row.sourceIp() == null ? "?" : IpAddresses.toText(row.sourceIp());
      out.printf(
          ROW_LINE,
          source,
          row.messages(),
          safe(Objects.requireNonNullElse(row.disposition(), "?")),
          row.dkimPass() ? "pass" : "fail",
          row.spfPass() ? "pass" : "fail",
          safe(row.headerFrom()));
    }
    if (report.rows() > ROWS_SHOWN) {
      out.printf("  and %d more rows%n", report.rows() - ROWS_SHOWN);
    }
  }

  /** The rows with most messages, most first; among equals the earlier row first. */
  private static List<ReportRow> largest(RowPass rows) throws IOException, InvalidReportException {
    record Numbered(long number, ReportRow row) {}
    Comparator<Numbered> smallestFirst =
        Comparator.<Numbered>comparingLong(numbered -> numbered.row().messages())
            .thenComparing(Comparator.comparingLong(Numbered::number).reversed());
    PriorityQueue<Numbered> largest = new PriorityQueue<>(ROWS_SHOWN + 1, smallestFirst);
    rows.to(
        new ReportSink() {
          private long number;

          @Override
          public void begin(ReportHeader header) {}

          @Override
          public void row(ReportRow row) {
            largest.add(new Numbered(number++, row));
            if (largest.size() > ROWS_SHOWN) {
              largest.remove();
            }
          }
        });
    List<Numbered> sorted = new ArrayList<>(largest);
    sorted.sort(smallestFirst.reversed());
    return sorted.stream().map(Numbered::row).toList();
  }

  @Override
  public void close() {
    out.flush();
  }
}
