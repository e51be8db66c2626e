package dev.plumbline.cli.intake;

import static dev.plumbline.cli.shell.Terminal.safe;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.report.failure.FailureReport.Original;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A failure report for people; what it does not say has no line. */
final class FailureText {

  private final PrintWriter out;

  FailureText(PrintWriter out) {
    this.out = out;
  }

  void print(FailureReport report) {
    line("Kind", report.isAuthFailure() ? "failure report" : "complaint: no failure report");
    line("Type", report.feedbackType().isEmpty() ? "not said" : report.feedbackType());
    line("Reporter", report.reporter());
    line("Domain", report.reportedDomains());
    line("Source", report.sourceIp() == null ? null : IpAddresses.toText(report.sourceIp()));
    line("Arrived", report.arrivalDate());
    line("Failed", report.authFailure());
    line("Aligned", report.identityAlignment());
    line("Delivery", report.deliveryResult());
    line("Mail from", report.originalMailFrom());
    line("Rcpt to", report.originalRcptTo());
    line("DKIM", signature(report.dkim()));
    line("SPF record", report.spfDns());
    for (String results : report.authenticationResults()) {
      line("Results", results);
    }
    Original original = report.original();
    line("From", original.from());
    line("To", original.to());
    line("Subject", original.subject());
    line("Message-ID", original.messageId());
    line("Date", original.date());
    line("Hosts", original.hosts());
    if (!report.hasReportPart()) {
      line("Note", "the report came in words only");
    }
  }

  private static @Nullable String signature(FailureReport.Dkim dkim) {
    String text =
        (dkim.domain() == null ? "" : "d=" + dkim.domain() + " ")
            + (dkim.selector() == null ? "" : "s=" + dkim.selector() + " ")
            + (dkim.identity() == null ? "" : "i=" + dkim.identity());
    return text.isEmpty() ? null : text.strip();
  }

  private void line(String label, List<String> texts) {
    line(label, texts.isEmpty() ? null : String.join(", ", texts));
  }

  private void line(String label, @Nullable Object value) {
    String text = value == null ? "" : value.toString();
    if (!text.isEmpty()) {
      out.printf("  %-10s %s%n", label, safe(text));
    }
  }
}
