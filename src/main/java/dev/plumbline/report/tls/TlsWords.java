package dev.plumbline.report.tls;

import static dev.plumbline.report.RepairLedger.quote;

import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The words of RFC 8460, and what drafts and reporters make of them. */
final class TlsWords {

  /** RFC 8460 section 4.2 and its registry. */
  static final Set<String> TYPES = Set.of("sts", "tlsa", "no-policy-found");

  static final Map<String, String> TYPE_ALIASES =
      Map.of(
          "mta-sts", "sts",
          "dane", "tlsa",
          "no-policy", "no-policy-found",
          "nopolicyfound", "no-policy-found",
          "none", "no-policy-found");

  /** RFC 8460 section 4.3. */
  static final Set<String> RESULTS =
      Set.of(
          "starttls-not-supported",
          "certificate-host-mismatch",
          "certificate-expired",
          "certificate-not-trusted",
          "validation-failure",
          "tlsa-invalid",
          "dnssec-invalid",
          "dane-required",
          "sts-policy-fetch-error",
          "sts-policy-invalid",
          "sts-webpki-invalid");

  static final Map<String, String> RESULT_ALIASES =
      Map.of(
          "starttls_not_supported", "starttls-not-supported",
          "certificate-name-mismatch", "certificate-host-mismatch",
          "certificate-name-constraints-not-permitted", "certificate-host-mismatch",
          "expired-certificate", "certificate-expired",
          "untrusted-cert", "certificate-not-trusted",
          "sts-invalid", "sts-policy-invalid",
          "sts-policy-fetch-failure", "sts-policy-fetch-error",
          "webpki-invalid", "sts-webpki-invalid");

  /** Drafts of RFC 8460, and what reporters make of it; spelled as {@link #spelled} does. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("organization", "organization-name"),
          Map.entry("org-name", "organization-name"),
          Map.entry("contact", "contact-info"),
          Map.entry("contact-email", "contact-info"),
          Map.entry("id", "report-id"),
          Map.entry("daterange", "date-range"),
          Map.entry("start", "start-datetime"),
          Map.entry("start-date", "start-datetime"),
          Map.entry("begin", "start-datetime"),
          Map.entry("end", "end-datetime"),
          Map.entry("end-date", "end-datetime"),
          Map.entry("mx-host-pattern", "mx-host"),
          Map.entry("mx-hosts", "mx-host"),
          Map.entry("policy-strings", "policy-string"),
          Map.entry("success-aggregate", "total-successful-session-count"),
          Map.entry("total-success-session-count", "total-successful-session-count"),
          Map.entry("total-successful-sessions", "total-successful-session-count"),
          Map.entry("failure-aggregate", "total-failure-session-count"),
          Map.entry("total-failed-session-count", "total-failure-session-count"),
          Map.entry("failure-detail", "failure-details"),
          Map.entry("report-items", "failure-details"),
          Map.entry("sending-ip", "sending-mta-ip"),
          Map.entry("receiving-mx", "receiving-mx-hostname"),
          Map.entry("receiving-mta-ip", "receiving-ip"),
          Map.entry("helo", "receiving-mx-helo"),
          Map.entry("session-count", "failed-session-count"),
          Map.entry("message-count", "failed-session-count"),
          Map.entry("additional-info-uri", "additional-information"),
          Map.entry("additional-information-uri", "additional-information"),
          Map.entry("failure-error-code", "failure-reason-code"),
          Map.entry("failure-reason", "failure-reason-code"));

  private TlsWords() {}

  /** The name that RFC 8460 gives a member. */
  static String name(String written, RepairLedger repairs) {
    String name = spelled(written);
    String known = NAMES.get(name);
    if (known != null) {
      if (!known.equals("mx-host")) { // Both spellings are in the standard's text.
        repairs.add(RepairCode.ALIAS_ELEMENT, quote(written) + " read as " + known);
      }
      return known;
    }
    if (!name.equals(written)) {
      repairs.add(RepairCode.ELEMENT_NAME_CASE, quote(written) + " read as " + name);
    }
    return name;
  }

  /** Lower case, words joined by hyphens, whether written_so or writtenSo. */
  private static String spelled(String written) {
    boolean plain = true;
    for (int i = 0; i < written.length() && plain; i++) {
      char c = written.charAt(i);
      plain = (c >= 'a' && c <= 'z') || c == '-';
    }
    return plain
        ? written
        : written
            .replaceAll("([a-z])([A-Z])", "$1-$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[_\\s:]+", "-")
            .replaceAll("-+$", "");
  }
}
