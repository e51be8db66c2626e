package dev.plumbline.report.tls;

import static dev.plumbline.report.RepairLedger.quote;

import com.fasterxml.jackson.core.JsonToken;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import dev.plumbline.report.Values;
import dev.plumbline.report.mail.MailDate;
import dev.plumbline.report.tls.TlsReport.Failure;
import dev.plumbline.report.tls.TlsReport.Policy;
import java.io.IOException;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one document; a member may have the name it has in drafts, or in other spelling. */
final class ReportReading {

  /** More policies or failures than this no report of a day has. */
  static final int MAX_POLICIES = 10_000;

  static final int MAX_FAILURES = 50_000;

  /** A date that is neither a number nor one that aggregate reports have. */
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?!\\d{4}-\\d{2}-\\d{2}(?:[Tt ]\\d{2}:\\d{2}(?::[0-5]\\d(?:\\.\\d{1,9})?)?"
              + "(?:[Zz]|[+-]\\d{2}:\\d{2})?)?$)(?=.{0,200}[A-Za-z:/]).*|.*[Tt ]24:.*");

  private static final Pattern COMPACT =
      Pattern.compile("^(\\d{4})(\\d{2})(\\d{2})[Tt](\\d{2})(\\d{2})(\\d{2})(.{0,9})$");

  private final JsonValues json;
  private final RepairLedger repairs;
  private final Values values;

  private @Nullable String organization;
  private @Nullable String contact;
  private @Nullable String reportId;
  private @Nullable Instant begin;
  private @Nullable Instant end;
  private final List<Policy> policies = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private boolean hasPolicies;
  private int failures;

  ReportReading(JsonValues json, RepairLedger repairs) {
    this.json = json;
    this.repairs = repairs;
    this.values = new Values(repairs);
  }

  TlsReport report() throws InvalidReportException, IOException {
    JsonToken first = json.next();
    boolean wrapped = first == JsonToken.START_ARRAY;
    if (wrapped) {
      repairs.add(RepairCode.SINGLE_FOR_LIST, "the report stands in a list");
      first = json.next();
    }
    if (first != JsonToken.START_OBJECT) {
      throw new InvalidReportException("The JSON document is no object, so no TLS report.");
    }
    json.object(this::member);
    if (wrapped && json.next() != JsonToken.END_ARRAY) {
      throw new InvalidReportException(
          "The document holds several TLS reports; each must come as one of its own.");
    }
    json.end();
    if (!hasPolicies && organization == null && reportId == null) {
      throw new InvalidReportException(
          "It is no TLS report: it has neither policies nor organization-name nor report-id.");
    }
    return finish();
  }

  private TlsReport finish() {
    missing(organization, "organization-name");
    missing(reportId, "report-id");
    missing(begin, "start-datetime");
    missing(end, "end-datetime");
    missing(policies.isEmpty() ? null : policies, "policies");
    if (begin != null && end != null && end.isBefore(begin)) {
      repairs.add(RepairCode.END_BEFORE_BEGIN, "end " + end + " before begin " + begin);
    }
    return new TlsReport(
        Objects.requireNonNullElse(organization, ""),
        Objects.requireNonNullElse(reportId, ""),
        begin,
        end,
        contact,
        policies,
        repairs.toList());
  }

  private void missing(@Nullable Object value, String name) {
    if (value == null) {
      repairs.add(RepairCode.MISSING_ELEMENT, "no " + name);
    }
  }

  private void member(String written) throws InvalidReportException, IOException {
    String name = TlsWords.name(written, repairs);
    once(name, seen);
    switch (name) {
      case "organization-name" -> organization = values.text(json.text(name), name);
      case "contact-info" -> contact = values.text(json.text(name), name);
      case "report-id" -> reportId = values.text(json.text(name), name);
      case "date-range" -> dates(name);
      case "start-datetime", "end-datetime" -> date(name);
      case "policies" -> {
        hasPolicies = true;
        json.list(name, this::policy);
      }
      default -> unknown(written);
    }
  }

  private void dates(String name) throws InvalidReportException, IOException {
    if (json.at(JsonToken.START_OBJECT)) {
      json.object(member -> dateMember(member));
    } else {
      json.text(name);
      repairs.add(RepairCode.UNREADABLE_DATE, "date-range is no object; left out");
    }
  }

  private void dateMember(String written) throws InvalidReportException, IOException {
    String name = TlsWords.name(written, repairs);
    if (name.equals("start-datetime") || name.equals("end-datetime")) {
      date(name);
    } else {
      unknown(written);
    }
  }

  /** RFC 8460 section 4.4: as in RFC 3339. */
  private void date(String name) throws InvalidReportException, IOException {
    Instant read = instant(json.text(name), name);
    if (name.startsWith("start")) {
      begin = read;
    } else {
      end = read;
    }
  }

  private @Nullable Instant instant(@Nullable String raw, String name) {
    if (raw == null || raw.isBlank()) {
      return null;
    }
    String text = raw.strip();
    try {
      return plausible(OffsetDateTime.parse(text).toInstant(), raw, name);
    } catch (DateTimeException e) {
      return WRITTEN.matcher(text).matches() ? unusual(text, name) : values.instant(text, name);
    }
  }

  /** The last second of a day, an offset without colon, no hyphens, or the date of a mail. */
  private @Nullable Instant unusual(String text, String name) {
    String iso = COMPACT.matcher(text).replaceFirst("$1-$2-$3T$4:$5:$6$7");
    boolean midnight = iso.matches("[0-9-]{10}[Tt ]24:00(?::00)?.*");
    if (midnight) {
      iso = iso.replaceFirst("24:", "00:");
    }
    Optional<Instant> read =
        MailDate.parse(iso.replaceFirst("(?<=:[0-5][0-9]:)60", "59"))
            .map(date -> date.at().plus(midnight ? 1 : 0, ChronoUnit.DAYS));
    repairs.add(
        read.isPresent() ? RepairCode.UNUSUAL_DATE : RepairCode.UNREADABLE_DATE,
        name + " " + quote(text) + read.map(at -> " read as " + at).orElse(" ignored: no date"));
    return read.isPresent() ? plausible(read.get(), text, name) : null;
  }

  private @Nullable Instant plausible(Instant read, String raw, String name) {
    if (read.isBefore(Instant.EPOCH) || read.isAfter(Instant.parse("9999-12-31T23:59:59Z"))) {
      repairs.add(RepairCode.UNREADABLE_DATE, name + " " + quote(raw) + " ignored: no such date");
      return null;
    }
    return read;
  }

  /** A policy while it is read; its members may stand in it or in {@code policy}. */
  private static final class Draft {
    private String type = "";
    private String domain = "";
    private List<String> strings = List.of();
    private List<String> mxHosts = List.of();
    private long success;
    private long failure;
    private boolean successCounted;
    private boolean failureCounted;
    private final Set<String> seen = new HashSet<>();
    private final List<Failure> failures = new ArrayList<>();
  }

  private void policy() throws InvalidReportException, IOException {
    if (!json.at(JsonToken.START_OBJECT)) {
      repairs.add(RepairCode.OTHER_JSON_TYPE, "an entry of policies is no object; left out");
      json.skip();
      return;
    }
    if (policies.size() == MAX_POLICIES) {
      throw new LimitExceededException(
          "tls-policies", "The TLS report has more than " + MAX_POLICIES + " policies.");
    }
    Draft draft = new Draft();
    json.object(name -> policyMember(name, draft));
    if (draft.type.isEmpty()) {
      repairs.add(RepairCode.MISSING_ELEMENT, "policy without policy-type");
    }
    if (draft.domain.isEmpty()) {
      repairs.add(RepairCode.MISSING_ELEMENT, "policy without policy-domain");
    }
    total(draft);
    policies.add(
        new Policy(
            draft.type,
            draft.domain,
            draft.strings,
            draft.mxHosts,
            draft.success,
            draft.failure,
            draft.failures));
  }

  /** The sum of failures, which must not be less than its parts (RFC 8460 section 4.3). */
  private void total(Draft draft) {
    long parts = draft.failures.stream().mapToLong(Failure::count).sum();
    if (!draft.failureCounted) {
      draft.failure = parts;
      if (!draft.successCounted || parts > 0) {
        String what = draft.successCounted ? "total-failure-session-count" : "summary";
        repairs.add(
            RepairCode.MISSING_ELEMENT, "policy without " + what + "; its failures were added up");
      }
    } else if (parts > draft.failure) {
      repairs.add(
          RepairCode.CONTRADICTING_TOTALS,
          parts
              + (parts == 1 ? " session" : " sessions")
              + " among failure-details, "
              + draft.failure
              + " in the summary");
    }
  }

  /** A member that came under another spelling before. */
  private void once(String name, Set<String> seen) {
    if (!seen.add(name)) {
      repairs.add(RepairCode.REPEATED_ELEMENT, name + " in two spellings; the last counts");
    }
  }

  private void policyMember(String written, Draft draft)
      throws InvalidReportException, IOException {
    String name = TlsWords.name(written, repairs);
    once(name, draft.seen);
    switch (name) {
      case "policy", "summary" -> {
        json.objectOrList(name, inner -> policyMember(inner, draft));
      }
      case "policy-type" -> draft.type = word(name, TlsWords.TYPES, TlsWords.TYPE_ALIASES);
      case "policy-domain" ->
          draft.domain = Objects.requireNonNullElse(values.domain(json.text(name), name), "");
      case "policy-string" -> draft.strings = json.texts(name);
      case "mx-host" -> draft.mxHosts = json.textOrTexts(name).stream().map(this::mxHost).toList();
      case "total-successful-session-count" -> {
        draft.success = count(name);
        draft.successCounted = true;
      }
      case "total-failure-session-count" -> {
        draft.failure = count(name);
        draft.failureCounted = true;
      }
      case "failure-details" -> json.list(name, () -> failure(draft));
      default -> unknown(written);
    }
  }

  private String word(String name, Set<String> known, Map<String, String> aliases)
      throws InvalidReportException, IOException {
    return Objects.requireNonNullElse(values.word(json.text(name), name, known, aliases), "");
  }

  /** Some copy the whole line of the policy. */
  private String mxHost(String written) {
    if (written.regionMatches(true, 0, "mx:", 0, 3)) {
      repairs.add(RepairCode.PREFIXED_VALUE, "mx-host " + quote(written) + " without \"mx:\"");
      return written.substring(3).strip();
    }
    return written;
  }

  private long count(String name) throws InvalidReportException, IOException {
    String number = json.number(name);
    return number == null ? 0 : values.count(number, name);
  }

  /** A failure while it is read. */
  private static final class FailureDraft {
    private String resultType = "";
    private long count;
    private final Set<String> seen = new HashSet<>();
    private @Nullable InetAddress sendingIp;
    private @Nullable String receivingMx;
    private @Nullable InetAddress receivingIp;
    private @Nullable String helo;
    private @Nullable String reason;
    private @Nullable String information;
  }

  private void failure(Draft policy) throws InvalidReportException, IOException {
    if (!json.at(JsonToken.START_OBJECT)) {
      repairs.add(RepairCode.OTHER_JSON_TYPE, "an entry of failure-details is no object; left out");
      json.skip();
      return;
    }
    if (++failures > MAX_FAILURES) {
      throw new LimitExceededException(
          "tls-failures", "The TLS report has more than " + MAX_FAILURES + " failure details.");
    }
    FailureDraft draft = new FailureDraft();
    json.object(name -> failureMember(name, draft));
    if (draft.resultType.isEmpty()) {
      repairs.add(RepairCode.MISSING_ELEMENT, "failure without result-type");
    }
    if (!draft.seen.contains("failed-session-count")) {
      repairs.add(
          RepairCode.MISSING_ELEMENT,
          "failure without failed-session-count: counted as 0 sessions");
    }
    policy.failures.add(
        new Failure(
            draft.resultType,
            draft.count,
            draft.sendingIp,
            draft.receivingMx,
            draft.receivingIp,
            draft.helo,
            draft.reason,
            draft.information));
  }

  private void failureMember(String written, FailureDraft draft)
      throws InvalidReportException, IOException {
    String name = TlsWords.name(written, repairs);
    once(name, draft.seen);
    switch (name) {
      case "result-type" ->
          draft.resultType = word(name, TlsWords.RESULTS, TlsWords.RESULT_ALIASES);
      case "failed-session-count" -> draft.count = count(name);
      case "sending-mta-ip" -> draft.sendingIp = address(name);
      case "receiving-mx-hostname" -> draft.receivingMx = host(name);
      case "receiving-ip" -> draft.receivingIp = address(name);
      case "receiving-mx-helo" -> draft.helo = values.text(json.text(name), name);
      case "failure-reason-code" -> draft.reason = values.text(json.text(name), name);
      case "additional-information" -> draft.information = values.text(json.text(name), name);
      default -> unknown(written);
    }
  }

  private @Nullable InetAddress address(String name) throws InvalidReportException, IOException {
    String text = json.text(name);
    return text == null || text.isBlank() ? null : values.address(text.strip(), name, "failure");
  }

  private @Nullable String host(String name) throws InvalidReportException, IOException {
    String host = values.domain(json.text(name), name);
    return host == null || host.isEmpty() ? null : host;
  }

  private void unknown(String written) throws InvalidReportException, IOException {
    repairs.add(RepairCode.UNKNOWN_ELEMENT, quote(written) + " ignored");
    json.skip();
  }
}
