package dev.plumbline.cli.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.Repair;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.PolicyPublished;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One JSON object a line; docs/cli.md describes its members. */
final class JsonReportPrinter implements ReportPrinter {

  private final PrintWriter out;
  private final JsonGenerator json;

  JsonReportPrinter(PrintWriter out) throws IOException {
    this.out = out;
    // Pure ASCII: control and formatting characters never reach a terminal raw.
    JsonFactory factory = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    json = factory.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setRootValueSeparator(null);
  }

  @Override
  public void aggregate(String file, String member, AggregateReport report, RowPass rows)
      throws IOException, InvalidReportException {
    ReportHeader header = report.header();
    json.writeStartObject();
    identity(file, member, "aggregate", header);
    policy(header.policy());
    json.writeNumberField("rows", report.rows());
    json.writeNumberField("messages", report.messages());
    json.writeNumberField("pass_rows", report.passRows());
    json.writeNumberField("pass_messages", report.passMessages());
    json.writeBooleanField("partial", report.partial());
    json.writeArrayFieldStart("repairs");
    for (Repair repair : report.repairs()) {
      json.writeStartObject();
      json.writeStringField("code", repair.code());
      json.writeStringField("detail", repair.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("records");
    rows.to(rowSink());
    json.writeEndArray();
    end();
  }

  @Override
  public void other(Other other) throws IOException {
    json.writeStartObject();
    identity(other.file(), other.member(), other.kind(), null);
    if (other.reason() != null) {
      json.writeStringField("reason", other.reason());
    }
    if (other.limit() != null) {
      json.writeStringField("limit", other.limit());
    }
    end();
  }

  private void identity(String file, String member, String kind, @Nullable ReportHeader header)
      throws IOException {
    json.writeStringField("file", file);
    json.writeStringField("member", member);
    json.writeStringField("kind", kind);
    json.writeStringField("format", header == null ? null : header.format().wire());
    json.writeStringField("reporter", header == null ? null : header.reporter());
    json.writeStringField("report_id", header == null ? null : header.reportId());
    json.writeStringField("policy_domain", header == null ? null : header.policy().domain());
    json.writeStringField("begin", header == null ? null : time(header.begin()));
    json.writeStringField("end", header == null ? null : time(header.end()));
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private void policy(PolicyPublished policy) throws IOException {
    json.writeObjectFieldStart("policy");
    json.writeStringField("p", policy.p());
    json.writeStringField("sp", policy.sp());
    json.writeStringField("np", policy.np());
    json.writeStringField("adkim", policy.adkim());
    json.writeStringField("aspf", policy.aspf());
    if (policy.pct() == null) {
      json.writeNullField("pct");
    } else {
      json.writeNumberField("pct", policy.pct());
    }
    json.writeStringField("fo", policy.fo());
    if (policy.testing() == null) {
      json.writeNullField("testing");
    } else {
      json.writeBooleanField("testing", policy.testing());
    }
    json.writeStringField("discovery_method", policy.discoveryMethod());
    json.writeEndObject();
  }

  private ReportSink rowSink() {
    return new ReportSink() {
      @Override
      public void begin(ReportHeader header) {}

      @Override
      public void row(ReportRow row) {
        try {
          write(row);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private void write(ReportRow row) throws IOException {
    json.writeStartObject();
    json.writeStringField(
        "source_ip", row.sourceIp() == null ? null : IpAddresses.toText(row.sourceIp()));
    json.writeNumberField("messages", row.messages());
    json.writeStringField("disposition", row.disposition());
    json.writeStringField("dkim", row.dkimPass() ? "pass" : "fail");
    json.writeStringField("spf", row.spfPass() ? "pass" : "fail");
    json.writeArrayFieldStart("overrides");
    for (ReportRow.PolicyOverride override : row.overrides()) {
      json.writeStartObject();
      json.writeStringField("type", override.type());
      json.writeStringField("comment", override.comment());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("header_from", row.headerFrom());
    json.writeStringField("envelope_from", row.envelopeFrom());
    json.writeStringField("envelope_to", row.envelopeTo());
    json.writeArrayFieldStart("auth_dkim");
    for (ReportRow.DkimResult result : row.dkim()) {
      json.writeStartObject();
      json.writeStringField("domain", result.domain());
      json.writeStringField("selector", result.selector());
      json.writeStringField("result", result.result());
      json.writeStringField("human_result", result.humanResult());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("auth_spf");
    for (ReportRow.SpfResult result : row.spf()) {
      json.writeStartObject();
      json.writeStringField("domain", result.domain());
      json.writeStringField("scope", result.scope());
      json.writeStringField("result", result.result());
      json.writeStringField("human_result", result.humanResult());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void end() throws IOException {
    json.writeEndObject();
    json.flush();
    out.print('\n');
    out.flush();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
