package dev.plumbline.cli.intake;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportSink;
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.report.tls.TlsReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One CSV line a row (RFC 4180); files without a report give no line. */
final class CsvReportPrinter implements ReportPrinter {

  private static final String[] COLUMNS = {
    "file",
    "member",
    "reporter",
    "report_id",
    "policy_domain",
    "begin",
    "end",
    "source_ip",
    "messages",
    "disposition",
    "dkim",
    "spf",
    "overrides",
    "header_from",
    "envelope_from",
    "envelope_to",
    "auth_dkim",
    "auth_spf"
  };

  private final CsvWriter csv;

  CsvReportPrinter(PrintWriter out) {
    csv = CsvWriter.builder().build(out);
    csv.writeRecord(COLUMNS);
  }

  @Override
  public void aggregate(String file, String member, AggregateReport report, RowPass rows)
      throws IOException, InvalidReportException {
    ReportHeader header = report.header();
    rows.to(
        new ReportSink() {
          @Override
          public void begin(ReportHeader ignored) {}

          @Override
          public void row(ReportRow row) {
            csv.writeRecord(cells(file, member, header, row));
          }
        });
  }

  private static String[] cells(String file, String member, ReportHeader header, ReportRow row) {
    String[] cells = {
      file,
      member,
      header.reporter(),
      header.reportId(),
      header.policy().domain(),
      Objects.toString(header.begin(), ""),
      Objects.toString(header.end(), ""),
      row.sourceIp() == null ? "" : IpAddresses.toText(row.sourceIp()),
      Long.toString(row.messages()),
      row.disposition(),
      row.dkimPass() ? "pass" : "fail",
      row.spfPass() ? "pass" : "fail",
      joined(row.overrides(), o -> o.type() + (o.comment() == null ? "" : "=" + o.comment())),
      row.headerFrom(),
      row.envelopeFrom(),
      row.envelopeTo(),
      joined(row.dkim(), r -> r.domain() + "/" + orEmpty(r.selector()) + "=" + r.result()),
      joined(row.spf(), r -> r.domain() + "/" + orEmpty(r.scope()) + "=" + r.result())
    };
    return Arrays.stream(cells).map(CsvReportPrinter::inert).toArray(String[]::new);
  }

  private static <T> String joined(List<T> parts, Function<T, String> text) {
    return parts.stream().map(text).collect(Collectors.joining("; "));
  }

  private static String orEmpty(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  /** A cell that no spreadsheet takes for a formula, and no terminal for a command. */
  static String inert(@Nullable String cell) {
    if (cell == null || cell.isEmpty()) {
      return "";
    }
    String marked = "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    return Terminal.safe(marked);
  }

  @Override
  public void failure(String file, String member, FailureReport report) {}

  @Override
  public void tls(String file, String member, TlsReport report) {}

  @Override
  public void other(Other other) {}

  @Override
  public void close() throws IOException {
    csv.flush(); // Standard output stays open.
  }
}
