package dev.plumbline.web;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.store.failure.FailureIncident;
import java.util.stream.Collectors;

/** Incidents of failure reports in words. */
final class FailureText {

  private FailureText() {}

  static boolean isFailure(FailureIncident incident) {
    return incident.feedbackType().equals(FailureReport.AUTH_FAILURE);
  }

  /** What a complaint is called. */
  static String kind(FailureIncident incident) {
    return switch (incident.feedbackType()) {
      case "abuse" -> "called spam";
      case "opt-out", "opt-out-list" -> "opted out";
      case "not-spam" -> "not spam";
      case "fraud" -> "called fraud";
      case "virus" -> "called a virus";
      default -> "other feedback";
    };
  }

  static String title(FailureIncident incident) {
    String from = incident.source() == null ? "" : " from " + IpAddresses.toText(incident.source());
    if (!isFailure(incident)) {
      return "Mail" + from + " " + kind(incident);
    }
    String what =
        incident.failures().isEmpty()
            ? "Authentication failed"
            : incident.failures().stream()
                .map(FailureText::word)
                .collect(Collectors.joining(", and "));
    return Character.toUpperCase(what.charAt(0)) + what.substring(1) + ": mail" + from;
  }

  /** What failed (RFC 6591 section 3.3, RFC 9991). */
  static String word(String failure) {
    return switch (failure) {
      case "dmarc" -> "DMARC failed";
      case "bodyhash" -> "the body was changed after it was signed";
      case "signature" -> "the DKIM signature was wrong";
      case "revoked" -> "the DKIM key is revoked";
      case "spf" -> "SPF failed";
      case "adsp" -> "ADSP failed";
      default -> "authentication failed";
    };
  }

  static String todo(FailureIncident incident) {
    if (!isFailure(incident)) {
      return "Look at what you send from there, and whether those who get it asked for it.";
    }
    if (incident.failures().contains("bodyhash")) {
      return "Something on the way changes the message, as a list or a filter does. Sign after it,"
          + " or have it leave the body as it is.";
    }
    if (incident.failures().contains("signature") || incident.failures().contains("revoked")) {
      return "Compare the published key with the one that signs, and see whether headers are"
          + " changed after signing.";
    }
    return incident.source() == null
        ? "The report does not say where the message came from; look at the senders."
        : "The page of the source says whether it is yours, and what to publish if so.";
  }
}
