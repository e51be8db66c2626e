package dev.plumbline.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What parsedmarc made of a report, made the report again: aggregate reports as RFC 7489 has them,
 * TLS reports as RFC 8460, failure reports as RFC 5965. So they come in as all others do.
 */
final class ParsedmarcReport {

  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  /** RFC 9990 section 3.1.1.1. */
  private static final String NAMESPACE = "urn:ietf:params:xml:ns:dmarc-2.0";

  /** Members of a failure report that are no fields of it. */
  private static final Set<String> ADDED = Set.of("sample", "arrival_date_utc");

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
      // Of TLS reports it keeps what their reporter wrote, with whatever offset.
      return Optional.of(
          text.contains("T")
              ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from)
              : LocalDateTime.parse(text, WRITTEN).atZone(zone).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** When a report begins and ends; empty if it does not say. */
  private record Span(Optional<Instant> begin, Optional<Instant> end) {}

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
      Span span = span(metadata);
      xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feedback");
      if (NAMESPACE.equals(report.path("xml_namespace").asText())) {
        xml.append(" xmlns=\"").append(NAMESPACE).append('"');
      }
      xml.append(">\n");
      if (!report.path("xml_schema").asText().equals("draft")) {
        element("version", report.path("xml_schema"));
      }
      xml.append("<report_metadata>");
      element("org_name", metadata.path("org_name"));
      element("email", metadata.path("org_email"));
      element("extra_contact_info", metadata.path("org_extra_contact_info"));
      element("report_id", metadata.path("report_id"));
      xml.append("<date_range>");
      element("begin", seconds(span.begin()));
      element("end", seconds(span.end()));
      xml.append("</date_range>");
      metadata.path("errors").forEach(error -> element("error", error));
      element("generator", metadata.path("generator"));
      xml.append("</report_metadata>\n<policy_published>");
      JsonNode policy = report.path("policy_published");
      for (String name :
          List.of("domain", "adkim", "aspf", "p", "sp", "np", "pct", "fo", "testing")) {
        element(name, policy.path(name));
      }
      element("discovery_method", policy.path("discovery_method"));
      xml.append("</policy_published>\n");
      rows().forEach(this::row);
      return new Made(xml.append("</feedback>\n").toString(), ".xml", span.begin());
    }

    /** What is told of records is in UTC whatever the zone of the machine was. */
    private Span span(JsonNode metadata) {
      Optional<Instant> first = edge("interval_begin", true);
      Optional<Instant> last = edge("interval_end", false);
      Optional<Instant> begin = time(metadata.path("begin_date"), zone);
      if (first.isEmpty() || last.isEmpty()) {
        return new Span(begin, time(metadata.path("end_date"), zone));
      }
      Duration whole = Duration.ofSeconds(metadata.path("original_timespan_seconds").asLong());
      if (Duration.between(first.get(), last.get()).compareTo(whole) >= 0) {
        return new Span(first, last);
      }
      // Days on which none of few messages fell are left out. An edge within a day is that of the
      // report; one at midnight may be that of a day, and the zone of the other times is a guess.
      if (isMidnight(first.get()) && !isMidnight(last.get())) {
        return new Span(last.map(at -> at.minus(whole)), last);
      }
      Instant at = begin.filter(one -> isNoOffset(one, first.get())).orElse(first.get());
      Instant began = isMidnight(first.get()) ? at : first.get();
      return new Span(Optional.of(began), Optional.of(began.plus(whole)));
    }

    /** Whether one is earlier by what no zone is behind UTC. */
    private static boolean isNoOffset(Instant one, Instant other) {
      long seconds = Duration.between(one, other).toSeconds();
      return seconds > 12 * 3_600 || (seconds > 0 && seconds % 900 != 0);
    }

    private static boolean isMidnight(Instant at) {
      return at.equals(at.truncatedTo(ChronoUnit.DAYS));
    }

    private Optional<Instant> edge(String member, boolean first) {
      Optional<Instant> found = Optional.empty();
      for (JsonNode one : report.path("records")) {
        Optional<Instant> at = time(one.path(member), ZoneOffset.UTC);
        if (at.isPresent() && (found.isEmpty() || first == at.get().isBefore(found.get()))) {
          found = at;
        }
      }
      return found;
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
            // It says "none" where a reporter names no selector.
            if (!name.equals("selector") || !result.path(name).asText().equals("none")) {
              element(name, result.path(name));
            }
          }
          xml.append("</").append(kind).append('>');
        }
      }
      xml.append("</auth_results></record>\n");
    }

    private void element(String name, JsonNode told) {
      // Old versions keep what has an attribute (xml:lang) as an object.
      JsonNode value = told.isObject() ? told.path("#text") : told;
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
    ObjectNode tls = JsonNodeFactory.instance.objectNode();
    tls.set("organization-name", report.path("organization_name"));
    ObjectNode range = tls.putObject("date-range");
    range.set("start-datetime", report.path("begin_date"));
    range.set("end-datetime", report.path("end_date"));
    JsonNode contact = report.path("contact_info");
    if (contact.isArray()) {
      tls.put("contact-info", joined(contact));
    } else if (!contact.isNull()) {
      tls.set("contact-info", contact);
    }
    tls.set("report-id", report.path("report_id"));
    ArrayNode policies = tls.putArray("policies");
    for (JsonNode one : report.path("policies")) {
      ObjectNode both = policies.addObject();
      ObjectNode policy = both.putObject("policy");
      rename(one, policy, "policy_type", "policy_domain");
      if (one.hasNonNull("policy_strings")) {
        policy.set("policy-string", one.path("policy_strings"));
      }
      if (one.hasNonNull("mx_host_patterns")) {
        policy.set("mx-host", one.path("mx_host_patterns"));
      }
      both.putObject("summary")
          .put("total-successful-session-count", one.path("successful_session_count").asLong())
          .put("total-failure-session-count", one.path("failed_session_count").asLong());
      ArrayNode details = both.putArray("failure-details");
      for (JsonNode detail : one.path("failure_details")) {
        ObjectNode made = details.addObject();
        if (detail.hasNonNull("additional_info_uri")) {
          made.set("additional-information", detail.path("additional_info_uri"));
        }
        rename(
            detail,
            made,
            "result_type",
            "sending_mta_ip",
            "receiving_mx_hostname",
            "receiving_mx_helo",
            "receiving_ip",
            "failed_session_count",
            "failure_reason_code");
      }
    }
    return new Made(tls.toString(), ".json", time(report.path("begin_date"), ZoneOffset.UTC));
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
    header(mail, "Date", text(report.path("arrival_date")));
    header(mail, "MIME-Version", "1.0");
    String boundary = "plumbline-" + Integer.toHexString(report.hashCode());
    header(
        mail,
        "Content-Type",
        "multipart/report; report-type=feedback-report; boundary=\"" + boundary + "\"");
    mail.append("\r\n--").append(boundary).append("\r\n");
    header(mail, "Content-Type", "message/feedback-report");
    mail.append("\r\n");
    fields(mail, report);
    mail.append("\r\n--").append(boundary).append("\r\n");
    header(
        mail,
        "Content-Type",
        report.path("sample_headers_only").asBoolean() ? "text/rfc822-headers" : "message/rfc822");
    mail.append("\r\n").append(text(report.path("sample")).replaceAll("\r?\n", "\r\n"));
    mail.append("\r\n--").append(boundary).append("--\r\n");
    return new Made(mail.toString(), ".eml", time(report.path("arrival_date_utc"), ZoneOffset.UTC));
  }

  /** Those of the feedback report: each was made a member under its name in lower case. */
  private static void fields(StringBuilder mail, ObjectNode report) {
    for (Map.Entry<String, JsonNode> member : report.properties()) {
      if (member.getValue().isTextual()
          && !ADDED.contains(member.getKey())
          && member.getKey().matches("[A-Za-z0-9_-]+")) {
        header(mail, member.getKey().replace('_', '-'), member.getValue().asText());
      }
    }
    for (JsonNode cause : report.path("auth_failure")) {
      header(mail, "Auth-Failure", cause.asText());
    }
    JsonNode aligned = report.path("authentication_mechanisms");
    if (!aligned.isEmpty()) {
      header(mail, "Identity-Alignment", joined(aligned));
    }
    JsonNode ip = report.path("source").path("ip_address");
    if (ip.isTextual()) {
      header(mail, "Source-IP", ip.asText());
    }
  }

  private static String joined(JsonNode texts) {
    return StreamSupport.stream(texts.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(", "));
  }

  private static String text(JsonNode node) {
    return node.asText("");
  }

  private static void header(StringBuilder mail, String name, String value) {
    mail.append(name).append(": ").append(value.replaceAll("\\s+", " ").strip()).append("\r\n");
  }
}
