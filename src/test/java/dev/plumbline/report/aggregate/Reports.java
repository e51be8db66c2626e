package dev.plumbline.report.aggregate;

import dev.plumbline.report.Repair;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Small reports for tests, and their readings. */
final class Reports {

  static final String METADATA =
      "<report_metadata><org_name>Receiver</org_name><email>dmarc@receiver.example</email>"
          + "<report_id>r-1</report_id>"
          + "<date_range><begin>1700000000</begin><end>1700086399</end></date_range>"
          + "</report_metadata>";
  static final String POLICY =
      "<policy_published><domain>sender.example</domain><adkim>r</adkim><aspf>r</aspf>"
          + "<p>none</p><sp>none</sp><pct>100</pct></policy_published>";
  static final String RECORD = record("192.0.2.1", "3");

  private Reports() {}

  static String record(String sourceIp, String count) {
    return "<record><row><source_ip>"
        + sourceIp
        + "</source_ip><count>"
        + count
        + "</count><policy_evaluated><disposition>none</disposition><dkim>pass</dkim>"
        + "<spf>fail</spf></policy_evaluated></row>"
        + "<identifiers><header_from>sender.example</header_from></identifiers>"
        + "<auth_results><dkim><domain>sender.example</domain><selector>s1</selector>"
        + "<result>pass</result></dkim><spf><domain>bounce.example</domain>"
        + "<scope>mfrom</scope><result>fail</result></spf></auth_results></record>";
  }

  static String feedback(String... content) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feedback>"
        + String.join("", content)
        + "</feedback>\n";
  }

  /** A reading of a report: what the sink got, and the result. */
  static final class Reading implements ReportSink {
    final List<ReportHeader> headers = new ArrayList<>();
    final List<ReportRow> rows = new ArrayList<>();
    AggregateReport report;

    @Override
    public void begin(ReportHeader header) {
      if (!rows.isEmpty()) {
        throw new AssertionError("header after rows");
      }
      headers.add(header);
    }

    @Override
    public void row(ReportRow row) {
      rows.add(row);
    }

    List<String> codes() {
      return report.repairs().stream().map(Repair::code).distinct().toList();
    }

    ReportRow onlyRow() {
      if (rows.size() != 1) {
        throw new AssertionError(rows.size() + " rows");
      }
      return rows.get(0);
    }
  }

  static Reading read(String xml) throws Exception {
    return read(xml.getBytes(StandardCharsets.UTF_8));
  }

  static Reading read(byte[] xml) throws Exception {
    Reading reading = new Reading();
    reading.report =
        new AggregateReportParser().parse(() -> new ByteArrayInputStream(xml), reading);
    if (reading.headers.size() != 1 || reading.rows.size() != reading.report.rows()) {
      throw new AssertionError("sink and result differ");
    }
    return reading;
  }
}
