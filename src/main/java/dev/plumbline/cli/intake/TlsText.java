package dev.plumbline.cli.intake;

import static dev.plumbline.cli.shell.Terminal.safe;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.tls.TlsReport;
import dev.plumbline.report.tls.TlsReport.Failure;
import dev.plumbline.report.tls.TlsReport.Policy;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A TLS report for people. */
final class TlsText {

  private static final int FAILURES_SHOWN = 20;
  private static final String FAILURE_LINE = "    %-26s %10s  %-39s %s%n";

  private final PrintWriter out;

  TlsText(PrintWriter out) {
    this.out = out;
  }

  void print(TlsReport report) {
    line("Kind", "TLS report");
    String contact = report.contact() == null ? "" : " <" + report.contact() + ">";
    line("Reporter", report.reporter() + contact);
    line("Report ID", report.reportId());
    line("Period", time(report.begin()) + " to " + time(report.end()));
    line("Sessions", report.success() + " succeeded, " + report.failure() + " failed");
    for (Policy policy : report.policies()) {
      print(policy);
    }
  }

  private void print(Policy policy) {
    out.println();
    out.printf(
        "  %s, policy %s: %d succeeded, %d failed%n",
        safe(policy.domain().isEmpty() ? "?" : policy.domain()),
        safe(policy.type().isEmpty() ? "?" : policy.type()),
        policy.success(),
        policy.failure());
    for (String line : policy.strings()) {
      out.printf("    %s%n", safe(line));
    }
    if (!policy.mxHosts().isEmpty()) {
      out.printf("    mail servers of the policy: %s%n", safe(String.join(", ", policy.mxHosts())));
    }
    failures(policy.failures());
  }

  private void failures(List<Failure> failures) {
    if (failures.isEmpty()) {
      return;
    }
    out.println();
    out.printf(FAILURE_LINE, "Failure", "Sessions", "From", "To");
    for (Failure failure : failures.subList(0, Math.min(FAILURES_SHOWN, failures.size()))) {
      out.printf(
          FAILURE_LINE,
          safe(failure.resultType()),
          failure.count(),
          address(failure.sendingIp()),
          safe(receiver(failure)));
    }
    if (failures.size() > FAILURES_SHOWN) {
      out.printf("    and %d more%n", failures.size() - FAILURES_SHOWN);
    }
  }

  private static String receiver(Failure failure) {
    String host = failure.receivingMx() == null ? "?" : failure.receivingMx();
    String address =
        failure.receivingIp() == null ? "" : " [" + address(failure.receivingIp()) + "]";
    return host + address + (failure.reason() == null ? "" : ": " + failure.reason());
  }

  private static String address(@Nullable InetAddress address) {
    return address == null ? "?" : IpAddresses.toText(address);
  }

  private static String time(@Nullable Object at) {
    return at == null ? "?" : at.toString();
  }

  private void line(String label, String text) {
    out.printf("  %-10s %s%n", label, safe(text));
  }
}
