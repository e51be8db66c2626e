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
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.report.tls.TlsReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
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
    repairs(report.repairs());
    json.writeArrayFieldStart("records");
    rows.to(rowSink());
    json.writeEndArray();
    end();
  }

  @Override
  public void failure(String file, String member, FailureReport report) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", file);
    json.writeStringField("member", member);
    json.writeStringField("kind", "failure");
    json.writeStringField("reporter", report.reporter());
    json.writeStringField(
        "feedback_type", report.feedbackType().isEmpty() ? null : report.feedbackType());
    texts("auth_failure", report.authFailure());
    json.writeStringField("source_ip", address(report.sourceIp()));
    texts("reported_domain", report.reportedDomains());
    json.writeStringField("arrival_date", time(report.arrivalDate()));
    json.writeStringField("identity_alignment", report.identityAlignment());
    json.writeStringField("delivery_result", report.deliveryResult());
    json.writeStringField("original_mail_from", report.originalMailFrom());
    texts("original_rcpt_to", report.originalRcptTo());
    json.writeObjectFieldStart("dkim");
    json.writeStringField("domain", report.dkim().domain());
    json.writeStringField("identity", report.dkim().identity());
    json.writeStringField("selector", report.dkim().selector());
    json.writeEndObject();
    json.writeStringField("spf_dns", report.spfDns());
    texts("authentication_results", report.authenticationResults());
    FailureReport.Original original = report.original();
    json.writeObjectFieldStart("original");
    json.writeStringField("from", original.from());
    json.writeStringField("to", original.to());
    json.writeStringField("subject", original.subject());
    json.writeStringField("message_id", original.messageId());
    json.writeStringField("date", time(original.date()));
    json.writeEndObject();
    json.writeStringField("user_agent", report.userAgent());
    json.writeBooleanField("has_report_part", report.hasReportPart());
    repairs(report.repairs());
    end();
  }

  @Override
  public void tls(String file, String member, TlsReport report) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", file);
    json.writeStringField("member", member);
    json.writeStringField("kind", "tls");
    json.writeStringField("reporter", report.reporter());
    json.writeStringField("report_id", report.reportId());
    json.writeStringField("begin", time(report.begin()));
    json.writeStringField("end", time(report.end()));
    json.writeStringField("contact", report.contact());
    json.writeArrayFieldStart("policies");
    for (TlsReport.Policy policy : report.policies()) {
      write(policy);
    }
    json.writeEndArray();
    json.writeNumberField("success", report.success());
    json.writeNumberField("failure", report.failure());
    repairs(report.repairs());
    end();
  }

  private void write(TlsReport.Policy policy) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", policy.type());
    json.writeStringField("domain", policy.domain());
    texts("strings", policy.strings());
    texts("mx_hosts", policy.mxHosts());
    json.writeNumberField("success", policy.success());
    json.writeNumberField("failure", policy.failure());
    json.writeArrayFieldStart("failures");
    for (TlsReport.Failure failure : policy.failures()) {
      json.writeStartObject();
      json.writeStringField("result_type", failure.resultType());
      json.writeNumberField("count", failure.count());
      json.writeStringField("sending_ip", address(failure.sendingIp()));
      json.writeStringField("receiving_mx", failure.receivingMx());
      json.writeStringField("receiving_ip", address(failure.receivingIp()));
      json.writeStringField("helo", failure.helo());
      json.writeStringField("reason", failure.reason());
      json.writeStringField("information", failure.information());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void texts(String name, List<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private void repairs(List<Repair> repairs) throws IOException {
    json.writeArrayFieldStart("repairs");
    for (Repair repair : repairs) {
      json.writeStartObject();
      json.writeStringField("code", repair.code());
      json.writeStringField("detail", repair.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static @Nullable String address(@Nullable InetAddress address) {
    return address == null ? null : IpAddresses.toText(address);
  }

  @Override
  public void other(Other other) throws IOException {
    json.writeStartObject();
    identity(other.file(), other.member(), other.kind(), null);
    json.writeStringField("reason", other.reason());
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
    json.writeStringField("source_ip", address(row.sourceIp()));
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
