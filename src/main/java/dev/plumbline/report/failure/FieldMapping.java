package dev.plumbline.report.failure;

import static dev.plumbline.report.RepairLedger.quote;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import dev.plumbline.report.SourceAddress;
import dev.plumbline.report.Values;
import dev.plumbline.report.failure.FailureReport.Dkim;
import dev.plumbline.report.failure.FailureReport.Original;
import dev.plumbline.report.mail.HeaderFields;
import dev.plumbline.report.mail.MailDate;
import dev.plumbline.report.mail.MailText;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the fields of one report into values. */
final class FieldMapping {

  /** So many values of a field that may be repeated are kept. */
  private static final int MOST_VALUES = 50;

  private static final int MOST_HOSTS = 5;

  private static final Map<String, String> TYPE_ALIASES =
      Map.of(
          "authfailure", "auth-failure",
          "auth_failure", "auth-failure",
          "authentication-failure", "auth-failure",
          "dmarc", "auth-failure",
          "dkim", "auth-failure",
          "spam", "abuse",
          "complaint", "abuse",
          "notspam", "not-spam",
          "optout", "opt-out");

  private static final Map<String, String> FAILURE_ALIASES = Map.of("dkim", "signature");

  private static final Map<String, String> RESULT_ALIASES =
      Map.of("rejected", "reject", "quarantine", "policy", "none", "delivered");

  private static final List<String> ONCE =
      List.of(
          "Feedback-Type",
          "Source-IP",
          "Arrival-Date",
          "Original-Mail-From",
          "Identity-Alignment",
          "Delivery-Result",
          "DKIM-Domain",
          "DKIM-Identity",
          "DKIM-Selector",
          "User-Agent");

  private static final Pattern QUOTED_TYPE =
      Pattern.compile("(?=[^A-Za-z]|[^;]*;)[\"'<]{0,3}([A-Za-z_-]{3,40})[\"'>]{0,3}(?:;.*)?");
  private static final Pattern PORT = Pattern.compile("^([0-9.]{7,15}):[0-9]{1,5}$");
  private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");
  private static final Pattern ADDRESS_DOMAIN = Pattern.compile("@\\s*([\\p{L}\\p{N}._-]{1,253})");
  private static final Pattern HELO =
      Pattern.compile("(?i)(?:\\bhelo=|\\bEHLO |\\bHELO |^from )\\[?([A-Za-z0-9._-]{1,253})");

  private final ReportParts parts;
  private final RepairLedger repairs;
  private final Values values;
  private HeaderFields fields = new HeaderFields(List.of(), 0, "");

  FieldMapping(ReportParts parts, RepairLedger repairs) {
    this.parts = parts;
    this.repairs = repairs;
    this.values = new Values(repairs);
  }

  FailureReport report() throws InvalidReportException {
    fields = parts.feedback().or(this::complaint).orElseThrow(FieldMapping::noReport);
    if (fields.fields().isEmpty()) {
      throw new InvalidReportException("The feedback-report part of the message has no fields.");
    }
    sayRepeated();
    String type = feedbackType();
    List<String> failures = words("Auth-Failure", FailureReport.AUTH_FAILURES, FAILURE_ALIASES);
    boolean failure = type.equals(FailureReport.AUTH_FAILURE);
    if (failure && failures.isEmpty()) {
      repairs.add(RepairCode.MISSING_ELEMENT, "no Auth-Failure");
    }
    List<String> domains = reportedDomains(failure);
    return new FailureReport(
        reporter(),
        parts.header().first("Message-ID").filter(id -> !id.isBlank()).orElse(null),
        date(parts.header(), "Date", false),
        type,
        failures,
        sourceIp(failure),
        domains,
        arrivalDate(failure),
        alignment(),
        deliveryResult(),
        address("Original-Mail-From"),
        addresses("Original-Rcpt-To"),
        dkim(),
        joined("SPF-DNS"),
        texts("Authentication-Results"),
        parts.original().map(this::original).orElse(Original.NONE),
        text("User-Agent"),
        parts.hasReportPart(),
        repairs.toList());
  }

  /** RFC 5965 section 3.1: these stand once at most. */
  private void sayRepeated() {
    for (String name : ONCE) {
      if (fields.all(name).stream().distinct().count() > 1) {
        repairs.add(RepairCode.REPEATED_ELEMENT, name + " several times; the first counts");
      }
    }
  }

  private static InvalidReportException noReport() {
    return new InvalidReportException(
        "It is no failure report: it has no feedback-report part, and its words are of no form"
            + " that is known.");
  }

  /** As Microsoft's junk mail program writes: no fields, but an address in the subject. */
  private Optional<HeaderFields> complaint() {
    Matcher subject = ReportInWords.COMPLAINT.matcher(parts.header().first("Subject").orElse(""));
    if (!subject.find()) {
      return Optional.empty();
    }
    repairs.add(RepairCode.TEXT_ONLY_REPORT, "a complaint without fields; read from its subject");
    return Optional.of(
        new HeaderFields(
            List.of(
                new HeaderFields.Field("Feedback-Type", "abuse"),
                new HeaderFields.Field("Source-IP", subject.group(1))),
            0,
            ""));
  }

  private String feedbackType() {
    String raw = fields.first("Feedback-Type").orElse("");
    if (!raw.isBlank()) {
      String word = COMMENT.matcher(raw).replaceAll(" ").strip().replaceAll("[;,.]{1,9}$", "");
      Matcher quoted = QUOTED_TYPE.matcher(word);
      if (quoted.matches()) {
        repairs.add(
            RepairCode.ALIAS_VALUE,
            "Feedback-Type " + quote(word) + " read as " + quote(quoted.group(1)));
        word = quoted.group(1);
      }
      return Objects.requireNonNullElse(
          values.word(word, "Feedback-Type", FailureReport.FEEDBACK_TYPES, TYPE_ALIASES), "");
    }
    // RFC 6591 section 3.1: only these have the fields.
    boolean failure = fields.has("Auth-Failure") || fields.has("Identity-Alignment");
    repairs.add(
        RepairCode.NO_FEEDBACK_TYPE,
        "no Feedback-Type: " + (failure ? "read as auth-failure" : "its type is not known"));
    return failure ? FailureReport.AUTH_FAILURE : "";
  }

  private List<String> words(String name, Set<String> known, Map<String, String> aliases) {
    Set<String> words = new LinkedHashSet<>();
    for (String raw : fields.all(name)) {
      for (String one : COMMENT.matcher(raw).replaceAll(" ").split("[,;\\s]+", -1)) {
        if (!one.isBlank() && words.size() < MOST_VALUES) {
          words.add(Objects.requireNonNullElse(values.word(one, name, known, aliases), ""));
        }
      }
    }
    return List.copyOf(words);
  }

  private List<String> reportedDomains(boolean failure) {
    Set<String> domains = new LinkedHashSet<>();
    for (String raw : fields.all("Reported-Domain")) {
      for (String one : COMMENT.matcher(raw).replaceAll(" ").split("[,;\\s]+", -1)) {
        String domain = values.domain(one, "Reported-Domain");
        if (domain != null && !domain.isEmpty() && domains.size() < MOST_VALUES) {
          domains.add(domain);
        }
      }
    }
    if (domains.isEmpty() && failure) {
      repairs.add(RepairCode.MISSING_ELEMENT, "no Reported-Domain");
    }
    return List.copyOf(domains);
  }

  /** OpenDMARC writes the host's name behind the address. */
  private @Nullable InetAddress sourceIp(boolean failure) {
    String raw = COMMENT.matcher(fields.first("Source-IP").orElse("")).replaceAll(" ").strip();
    if (!raw.isEmpty()) {
      return values.address(addressWithin(raw), "Source-IP", "report");
    }
    if (failure) {
      repairs.add(RepairCode.MISSING_SOURCE_IP, "report kept without Source-IP");
    }
    return null;
  }

  /** Some write a name before it, a port or another address behind it. */
  private String addressWithin(String raw) {
    List<String> words = List.of(raw.split("[\\s,;]+", 10));
    String first = words.get(0);
    if (SourceAddress.isOne(first)) {
      return first;
    }
    for (String word : words) {
      String address = PORT.matcher(word).replaceFirst("$1");
      if (SourceAddress.isOne(address)) {
        repairs.add(
            RepairCode.UNUSUAL_SOURCE_IP, "Source-IP " + quote(raw) + " read as " + address);
        return address;
      }
    }
    return first;
  }

  private @Nullable Instant arrivalDate(boolean failure) {
    if (fields.has("Arrival-Date")) {
      if (fields.first("Arrival-Date").orElse("").isBlank()) {
        repairs.add(RepairCode.EMPTY_VALUE, "Arrival-Date is empty");
      }
      return date(fields, "Arrival-Date", true);
    }
    if (fields.has("Received-Date")) {
      // So it was called before RFC 5965.
      repairs.add(RepairCode.ALIAS_ELEMENT, "Received-Date read as Arrival-Date");
      return date(fields, "Received-Date", true);
    }
    if (failure) {
      repairs.add(RepairCode.MISSING_ELEMENT, "no Arrival-Date");
    }
    return null;
  }

  private @Nullable Instant date(HeaderFields block, String name, boolean told) {
    String raw = block.first(name).orElse("");
    if (raw.isBlank()) {
      return null;
    }
    Optional<MailDate> date = MailDate.parse(raw);
    if (date.isEmpty() && told) {
      repairs.add(RepairCode.UNREADABLE_DATE, name + " " + quote(raw) + " ignored: no date");
    }
    if (date.isPresent() && date.get().unusual() && told) {
      repairs.add(RepairCode.UNUSUAL_DATE, name + " " + quote(raw) + " read as " + date.get().at());
    }
    return date.map(MailDate::at).orElse(null);
  }

  private @Nullable String alignment() {
    String text = text("Identity-Alignment");
    return text == null ? null : text.toLowerCase(Locale.ROOT).replaceAll("\\s*[,;]\\s*", ",");
  }

  private @Nullable String deliveryResult() {
    String raw = fields.first("Delivery-Result").orElse("");
    if (!raw.isBlank()) {
      String word = COMMENT.matcher(raw).replaceAll(" ").strip();
      return values.word(word, "Delivery-Result", FailureReport.DELIVERY_RESULTS, RESULT_ALIASES);
    }
    // Exim: the policy, and what was done.
    String results = fields.first("Dmarc-Results").orElse("").toLowerCase(Locale.ROOT);
    if (results.isEmpty()) {
      return null;
    }
    String done =
        results.contains("accept")
            ? "delivered"
            : results.contains("reject")
                ? "reject"
                : results.contains("quarantine") ? "policy" : "other";
    repairs.add(RepairCode.ALIAS_VALUE, "DMARC Results " + quote(results) + " read as " + done);
    return done;
  }

  private Dkim dkim() {
    String domain = fields.first("DKIM-Domain").orElse(null);
    return new Dkim(
        values.domain(domain, "DKIM-Domain"), text("DKIM-Identity"), text("DKIM-Selector"));
  }

  private @Nullable String text(String name) {
    return values.text(fields.first(name).orElse(null), name);
  }

  private List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (String raw : fields.all(name)) {
      String text = values.text(raw, name);
      if (text != null && texts.size() < MOST_VALUES) {
        texts.add(text);
      }
    }
    return texts;
  }

  private @Nullable String joined(String name) {
    List<String> all = texts(name);
    return all.isEmpty() ? null : String.join("\n", all);
  }

  private @Nullable String address(String name) {
    return fields.first(name).map(raw -> plainAddress(raw, name)).orElse(null);
  }

  private List<String> addresses(String name) {
    return fields.all(name).stream()
        .flatMap(raw -> Arrays.stream(raw.split(",", -1)))
        .map(raw -> plainAddress(raw, name))
        .filter(one -> !one.isEmpty())
        .limit(MOST_VALUES)
        .toList();
  }

  /** Without angle brackets and the type that some write before it. */
  private String plainAddress(String raw, String name) {
    String text = Objects.requireNonNullElse(values.text(raw, name), "");
    text = text.replaceFirst("(?i)^(?:rfc822|utf-8)\\s*;\\s*", "");
    text = text.replaceFirst("(?i)^(?:MAIL FROM|RCPT TO)\\s*:\\s*", "");
    int open = text.lastIndexOf('<');
    int close = text.indexOf('>', open + 1);
    return open >= 0 && close > open ? text.substring(open + 1, close).strip() : text;
  }

  private String reporter() {
    String from = parts.header().first("From").orElse("");
    return domainOf(from).orElse("");
  }

  private static Optional<String> domainOf(String from) {
    String plain = MailText.decoded(from);
    int open = plain.lastIndexOf('<');
    String address = open >= 0 ? plain.substring(open + 1) : plain;
    Matcher domain = ADDRESS_DOMAIN.matcher(address);
    if (!domain.find()) {
      return Optional.empty();
    }
    String name = domain.group(1).toLowerCase(Locale.ROOT).replaceAll("\\.+$", "");
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  private Original original(HeaderFields header) {
    return new Original(
        decoded(header, "From"),
        header.first("From").flatMap(FieldMapping::domainOf).orElse(null),
        decoded(header, "To"),
        decoded(header, "Subject"),
        values.text(header.first("Message-ID").orElse(null), "Message-ID"),
        date(header, "Date", true),
        hosts(header));
  }

  private @Nullable String decoded(HeaderFields header, String name) {
    return values.text(header.first(name).map(MailText::decoded).orElse(null), name);
  }

  private static List<String> hosts(HeaderFields header) {
    Set<String> hosts = new LinkedHashSet<>();
    for (String received : header.all("Received")) {
      Matcher helo = HELO.matcher(received);
      String host = helo.find() ? helo.group(1) : "";
      if (hosts.size() < MOST_HOSTS && host.contains(".") && !host.matches("[0-9.]+")) {
        hosts.add(host.toLowerCase(Locale.ROOT).replaceAll("\\.+$", ""));
      }
    }
    return List.copyOf(hosts);
  }
}
