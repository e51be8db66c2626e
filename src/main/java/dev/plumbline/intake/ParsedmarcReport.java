package dev.plumbline.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What parsedmarc made of a report, made the report again: aggregate reports as RFC 7489 has them,
 * TLS reports as RFC 8460, failure reports as RFC 5965. So they come in as all others do.
 */
final class ParsedmarcReport {

  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private ParsedmarcReport() {}

  /**
   * A report.
   *
   * @param at when it began, or came; empty if it does not say
   */
  record Made(String text, String suffix, Optional<Instant> at) {}

  /**
   * Makes the report again; empty if it is none that parsedmarc writes.
   *
   * @param zone of the times without one
   */
  static Optional<Made> of(ObjectNode report, ZoneId zone) {
    if (report.has("records")) {
      return Optional.of(new Aggregate(report, zone).made());
    }
    if (report.has("policies")) {
      return Optional.of(tls(report));
    }
    return report.has("feedback_type") ? Optional.of(failure(report)) : Optional.empty();
  }

  private static Optional<Instant> time(JsonNode node, ZoneId zone) {
    try {
      String text = node.asText();
      return Optional.of(
          text.contains("T")
              ? Instant.parse(text)
              : LocalDateTime.parse(text, WRITTEN).atZone(zone).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** An aggregate report, from its members. */
  private static final class Aggregate {
    private final ObjectNode report;
    private final ZoneId zone;
    private final StringBuilder xml = new StringBuilder(2_048);

    Aggregate(ObjectNode report, ZoneId zone) {
      this.report = report;
      this.zone = zone;
    }

    Made made() {
      JsonNode metadata = report.path("report_metadata");
      Optional<Instant> begin = edge("interval_begin", metadata.path("begin_date"), true);
      Optional<Instant> end = edge("interval_end", metadata.path("end_date"), false);
      xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feedback>\n");
      xml.append("<report_metadata>");
      element("org_name", metadata.path("org_name"));
      element("email", metadata.path("org_email"));
      element("extra_contact_info", metadata.path("org_extra_contact_info"));
      element("report_id", metadata.path("report_id"));
      xml.append("<date_range>");
      element("begin", seconds(begin));
      element("end", seconds(end));
      xml.append("</date_range>");
      metadata.path("errors").forEach(error -> element("error", error));
      xml.append("</report_metadata>\n<policy_published>");
      JsonNode policy = report.path("policy_published");
      for (String name :
          List.of("domain", "adkim", "aspf", "p", "sp", "np", "pct", "fo", "testing")) {
        element(name, policy.path(name));
      }
      element("discovery_method", policy.path("discovery_method"));
      xml.append("</policy_published>\n");
      rows().forEach(this::row);
      return new Made(xml.append("</feedback>\n").toString(), ".xml", begin);
    }

    /** What is told of records is in UTC whatever the zone of the machine was. */
    private Optional<Instant> edge(String member, JsonNode otherwise, boolean first) {
      Optional<Instant> found = Optional.empty();
      for (JsonNode one : report.path("records")) {
        Optional<Instant> at = time(one.path(member), ZoneOffset.UTC);
        if (at.isPresent() && (found.isEmpty() || first == at.get().isBefore(found.get()))) {
          found = at;
        }
      }
      return found.isPresent() ? found : time(otherwise, zone);
    }

    private static JsonNode seconds(Optional<Instant> at) {
      return at.<JsonNode>map(one -> JsonNodeFactory.instance.numberNode(one.getEpochSecond()))
          .orElse(JsonNodeFactory.instance.nullNode());
    }

    /** Rows by their counts; what was spread over the days of a longer report is one row again. */
    private Map<JsonNode, Long> rows() {
      Map<JsonNode, Long> rows = new LinkedHashMap<>();
      int number = 0;
      for (JsonNode one : report.path("records")) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (String name : List.of("policy_evaluated", "identifiers", "auth_results")) {
          row.set(name, one.path(name));
        }
        row.set("ip", one.path("source").path("ip_address"));
        if (!one.path("normalized_timespan").asBoolean()) {
          row.put("number", number++);
        }
        rows.merge(row, one.path("count").asLong(), Long::sum);
      }
      return rows;
    }

    private void row(JsonNode row, long count) {
      xml.append("<record><row>");
      element("source_ip", row.path("ip"));
      xml.append("<count>").append(count).append("</count><policy_evaluated>");
      JsonNode evaluated = row.path("policy_evaluated");
      for (String name : List.of("disposition", "dkim", "spf")) {
        element(name, evaluated.path(name));
      }
      for (JsonNode reason : evaluated.path("policy_override_reasons")) {
        xml.append("<reason>");
        element("type", reason.path("type"));
        element("comment", reason.path("comment"));
        xml.append("</reason>");
      }
      xml.append("</policy_evaluated></row><identifiers>");
      JsonNode identifiers = row.path("identifiers");
      for (String name : List.of("envelope_to", "envelope_from", "header_from")) {
        element(name, identifiers.path(name));
      }
      xml.append("</identifiers><auth_results>");
      for (String kind : List.of("dkim", "spf")) {
        for (JsonNode result : row.path("auth_results").path(kind)) {
          xml.append('<').append(kind).append('>');
          for (String name : List.of("domain", "selector", "scope", "result", "human_result")) {
            element(name, result.path(name));
          }
          xml.append("</").append(kind).append('>');
        }
      }
      xml.append("</auth_results></record>\n");
    }

    private void element(String name, JsonNode value) {
      if (value.isMissingNode() || value.isNull()) {
        return;
      }
      xml.append('<').append(name).append('>');
      value.asText().codePoints().forEach(this::character);
      xml.append("</").append(name).append('>');
    }

    private void character(int c) {
      switch (c) {
        case '&' -> xml.append("&amp;");
        case '<' -> xml.append("&lt;");
        case '>' -> xml.append("&gt;");
        default -> {
          boolean fits = c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
          xml.appendCodePoint(fits || c == '\t' || c == '\n' || c == '\r' ? c : 0xFFFD);
        }
      }
    }
  }

  private static Made tls(ObjectNode report) {
    ObjectNode made = JsonNodeFactory.instance.objectNode();
    made.set("organization-name", report.path("organization_name"));
    ObjectNode range = made.putObject("date-range");
    range.set("start-datetime", report.path("begin_date"));
    range.set("end-datetime", report.path("end_date"));
    if (report.hasNonNull("contact_info")) {
      made.set("contact-info", report.path("contact_info"));
    }
    made.set("report-id", report.path("report_id"));
    ArrayNode policies = made.putArray("policies");
    for (JsonNode one : report.path("policies")) {
      ObjectNode both = policies.addObject();
      ObjectNode policy = both.putObject("policy");
      rename(one, policy, "policy_type", "policy_domain", "policy_strings");
      if (one.hasNonNull("mx_host_patterns")) {
        policy.set("mx-host", one.path("mx_host_patterns"));
      }
      both.putObject("summary")
          .put("total-successful-session-count", one.path("successful_session_count").asLong())
          .put("total-failure-session-count", one.path("failed_session_count").asLong());
      ArrayNode details = both.putArray("failure-details");
      for (JsonNode detail : one.path("failure_details")) {
        rename(
            detail,
            details.addObject(),
            "result_type",
            "sending_mta_ip",
            "receiving_mx_hostname",
            "receiving_mx_helo",
            "receiving_ip",
            "failed_session_count",
            "additional_information",
            "failure_reason_code");
      }
    }
    return new Made(made.toString(), ".json", time(report.path("begin_date"), ZoneOffset.UTC));
  }

  private static void rename(JsonNode from, ObjectNode to, String... names) {
    for (String name : names) {
      if (from.hasNonNull(name)) {
        to.set(name.replace('_', '-'), from.path(name));
      }
    }
  }

  private static Made failure(ObjectNode report) {
    StringBuilder mail = new StringBuilder(2_048);
    header(mail, "From", "parsedmarc <import@localhost>");
    header(mail, "Subject", "Failure report, as parsedmarc kept it");
    header(mail, "Date", report.path("arrival_date").asText());
    header(mail, "MIME-Version", "1.0");
    String boundary = "plumbline-" + Integer.toHexString(report.hashCode());
    header(
        mail,
        "Content-Type",
        "multipart/report; report-type=feedback-report; boundary=\"" + boundary + "\"");
    mail.append("\r\n--").append(boundary).append("\r\n");
    header(mail, "Content-Type", "message/feedback-report");
    mail.append("\r\n");
    field(mail, report, "Feedback-Type", "feedback_type");
    field(mail, report, "User-Agent", "user_agent");
    field(mail, report, "Version", "version");
    field(mail, report, "Original-Envelope-Id", "original_envelope_id");
    field(mail, report, "Original-Mail-From", "original_mail_from");
    field(mail, report, "Original-Rcpt-To", "original_rcpt_to");
    field(mail, report, "Arrival-Date", "arrival_date");
    field(mail, report, "Authentication-Results", "authentication_results");
    field(mail, report, "Delivery-Result", "delivery_result");
    field(mail, report, "DKIM-Domain", "dkim_domain");
    field(mail, report, "Reported-Domain", "reported_domain");
    for (JsonNode cause : report.path("auth_failure")) {
      header(mail, "Auth-Failure", cause.asText());
    }
    JsonNode ip = report.path("source").path("ip_address");
    if (ip.isTextual()) {
      header(mail, "Source-IP", ip.asText());
    }
    mail.append("\r\n--").append(boundary).append("\r\n");
    header(
        mail,
        "Content-Type",
        report.path("sample_headers_only").asBoolean() ? "text/rfc822-headers" : "message/rfc822");
    mail.append("\r\n").append(report.path("sample").asText().replaceAll("\r?\n", "\r\n"));
    mail.append("\r\n--").append(boundary).append("--\r\n");
    return new Made(mail.toString(), ".eml", time(report.path("arrival_date_utc"), ZoneOffset.UTC));
  }

  private static void field(StringBuilder mail, JsonNode report, String name, String member) {
    if (report.hasNonNull(member)) {
      header(mail, name, report.path(member).asText());
    }
  }

  private static void header(StringBuilder mail, String name, String value) {
    mail.append(name).append(": ").append(value.replaceAll("\\s+", " ").strip()).append("\r\n");
  }
}
