package dev.plumbline.cli.intake;

import dev.plumbline.cli.intake.ReportPrinter.Other;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.mime.Found;
import dev.plumbline.mime.Found.Kind;
import dev.plumbline.mime.Found.NotAReport;
import dev.plumbline.mime.Found.Refused;
import dev.plumbline.mime.Found.Report;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportSink;
import dev.plumbline.report.failure.FailureReportParser;
import dev.plumbline.report.tls.TlsReportParser;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Parses the findings of one file and prints each; answers with an exit status. */
final class PayloadParsing {

  private static final ReportSink COUNT_ONLY =
      new ReportSink() {
        @Override
        public void begin(ReportHeader header) {}

        @Override
        public void row(ReportRow row) {}
      };

  private static final FailureReportParser FAILURES = new FailureReportParser();
  private static final TlsReportParser TLS = new TlsReportParser();

  private final String file;
  private final ReportPrinter printer;
  private final PrintWriter errors;
  private final AggregateReportParser parser;

  PayloadParsing(
      String file, AggregateReportParser parser, ReportPrinter printer, PrintWriter errors) {
    this.parser = parser;
    this.file = file;
    this.printer = printer;
    this.errors = errors;
  }

  int parse(Found finding) throws IOException {
    if (finding instanceof Report payload) {
      return payload(payload);
    }
    if (finding instanceof NotAReport not) {
      printer.other(new Other(file, not.member(), "not_a_report", not.reason(), null));
      return 1;
    }
    if (finding instanceof Refused refused) {
      return rejected(refused.member(), refused.reason(), refused.limit());
    }
    throw new AssertionError(finding);
  }

  private int payload(Report payload) throws IOException {
    if (payload.kind() == Kind.AGGREGATE) {
      return aggregates(payload);
    }
    try {
      if (payload.kind() == Kind.FAILURE) {
        printer.failure(file, payload.member(), FAILURES.parse(payload.content()));
      } else {
        printer.tls(file, payload.member(), TLS.parse(payload.content()));
      }
      return 0;
    } catch (InvalidReportException e) {
      return rejected(payload.member(), String.valueOf(e.getMessage()), null);
    } catch (LimitExceededException e) {
      return rejected(payload.member(), e.getMessage(), e.limit());
    }
  }

  /** Each report of a document; nearly always there is one only. */
  private int aggregates(Report payload) throws IOException {
    int status = 0;
    int place = 0;
    boolean more = true;
    while (more) {
      String member = place == 0 ? payload.member() : nameOf(payload.member(), place + 1);
      try {
        more = report(payload, place, member);
      } catch (InvalidReportException e) {
        more = e.isFollowed();
        status = rejected(member, String.valueOf(e.getMessage()), null);
      } catch (LimitExceededException e) {
        more = false;
        status = rejected(member, e.getMessage(), e.limit());
      }
      place++;
    }
    return status;
  }

  private static String nameOf(String member, int number) {
    return (member.isEmpty() ? "" : member + ", ") + "report " + number;
  }

  /** Prints one of the reports of a document and says whether another follows. */
  private boolean report(Report payload, int place, String member)
      throws IOException, InvalidReportException {
    // The figures come before the rows, and rows may be millions: read twice, keep nothing.
    AggregateReport report = parser.parse(payload.content(), place, COUNT_ONLY);
    printer.aggregate(file, member, report, sink -> parser.parse(payload.content(), place, sink));
    return report.followed();
  }

  private int rejected(String member, String reason, @Nullable String limit) throws IOException {
    printer.other(new Other(file, member, "rejected", reason, limit));
    errors.println(
        "plumbline parse: "
            + Terminal.safe(member.isEmpty() ? file : file + ": " + member)
            + ": "
            + Terminal.safe(reason));
    return 1;
  }
}
