package dev.plumbline.report.failure;

import dev.plumbline.report.Repair;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One failure report, or a complaint, which has the same form. Texts are as they came, but without
 * white space around them, and addresses without angle brackets.
 *
 * @param reporter the domain of the report's From:; empty if it has none
 * @param reportMessageId the report's own Message-ID, if it has one
 * @param sentAt when the report was written, by its Date:; null if that cannot be read
 * @param feedbackType {@code auth-failure}, {@code abuse}, {@code fraud}, {@code virus}, {@code
 *     opt-out}, {@code not-spam} or another word; empty if nothing says it
 * @param authFailure what failed: {@code dmarc}, {@code bodyhash}, {@code signature}, {@code spf}
 *     and the like
 * @param sourceIp where the message came from; null if that is not said, or cannot be read
 * @param reportedDomains the domains the report is about
 * @param arrivalDate when the message came; null if that is not said, or cannot be read
 * @param identityAlignment {@code none}, or which identities were aligned (RFC 9991)
 * @param deliveryResult what became of the message
 * @param originalMailFrom its envelope sender; empty for the null reverse path
 * @param originalRcptTo its envelope recipients
 * @param dkim the signature that failed
 * @param spfDns the SPF records that were used, one a line
 * @param authenticationResults what the receiver found (RFC 8601)
 * @param original the header of the message
 * @param userAgent the software that wrote the report
 * @param hasReportPart whether the report came with a part of fields, not only in words
 * @param repairs the tolerances that were applied
 */
public record FailureReport(
    String reporter,
    @Nullable String reportMessageId,
    @Nullable Instant sentAt,
    String feedbackType,
    List<String> authFailure,
    @Nullable InetAddress sourceIp,
    List<String> reportedDomains,
    @Nullable Instant arrivalDate,
    @Nullable String identityAlignment,
    @Nullable String deliveryResult,
    @Nullable String originalMailFrom,
    List<String> originalRcptTo,
    Dkim dkim,
    @Nullable String spfDns,
    List<String> authenticationResults,
    Original original,
    @Nullable String userAgent,
    boolean hasReportPart,
    List<Repair> repairs) {

  /** The type of reports that say that authentication failed (RFC 6591 section 3.1). */
  public static final String AUTH_FAILURE = "auth-failure";

  /** The words of RFC 5965 section 7.3 and its registry; a report may say another one. */
  public static final Set<String> FEEDBACK_TYPES =
      Set.of(
          AUTH_FAILURE,
          "abuse",
          "fraud",
          "virus",
          "not-spam",
          "opt-out",
          "opt-out-list",
          "miscategorized",
          "other");

  /** The words of RFC 6591 section 3.3 and RFC 9991; a report may say another one. */
  public static final Set<String> AUTH_FAILURES =
      Set.of("adsp", "bodyhash", "revoked", "signature", "spf", "dmarc");

  /** The words of RFC 6591 section 3.2.2; a report may say another one. */
  public static final Set<String> DELIVERY_RESULTS =
      Set.of("delivered", "spam", "policy", "reject", "other");

  public FailureReport {
    authFailure = List.copyOf(authFailure);
    reportedDomains = List.copyOf(reportedDomains);
    originalRcptTo = List.copyOf(originalRcptTo);
    authenticationResults = List.copyOf(authenticationResults);
    repairs = List.copyOf(repairs);
  }

  /** The signature that failed, as far as the report says. */
  public record Dkim(
      @Nullable String domain, @Nullable String identity, @Nullable String selector) {}

  /**
   * The header of the message that is reported, as far as it came along; words of other charsets
   * are decoded.
   *
   * @param fromDomain the domain of its From:, in lower case
   * @param hosts the names that hosts on its way gave themselves, the last first
   */
  public record Original(
      @Nullable String from,
      @Nullable String fromDomain,
      @Nullable String to,
      @Nullable String subject,
      @Nullable String messageId,
      @Nullable Instant date,
      List<String> hosts) {

    static final Original NONE = new Original(null, null, null, null, null, null, List.of());

    public Original {
      hosts = List.copyOf(hosts);
    }
  }

  /** Whether it says that authentication failed; the others are complaints and the like. */
  public boolean isAuthFailure() {
    return feedbackType.equals(AUTH_FAILURE);
  }
}
