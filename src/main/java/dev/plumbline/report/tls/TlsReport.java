package dev.plumbline.report.tls;

import dev.plumbline.report.Repair;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SMTP TLS report (RFC 8460 section 4.4).
 *
 * @param reporter {@code organization-name}; empty if the report has none
 * @param reportId empty if the report has none
 * @param begin first instant covered; null if the report has no readable one
 * @param end last instant covered; null if the report has no readable one
 * @param contact {@code contact-info}, if given
 * @param policies what was found for each policy that was applied
 * @param repairs the tolerances that were applied
 */
public record TlsReport(
    String reporter,
    String reportId,
    @Nullable Instant begin,
    @Nullable Instant end,
    @Nullable String contact,
    List<Policy> policies,
    List<Repair> repairs) {

  public TlsReport {
    policies = List.copyOf(policies);
    repairs = List.copyOf(repairs);
  }

  /**
   * A policy and the sessions it was applied to.
   *
   * @param type {@code sts}, {@code tlsa}, {@code no-policy-found} or another word; empty if absent
   * @param domain the domain it is of; empty if the report has none
   * @param strings the policy itself
   * @param mxHosts patterns of mail servers, if the policy is of MTA-STS
   * @param success sessions that succeeded
   * @param failure sessions that failed
   * @param failures why
   */
  public record Policy(
      String type,
      String domain,
      List<String> strings,
      List<String> mxHosts,
      long success,
      long failure,
      List<Failure> failures) {

    public Policy {
      strings = List.copyOf(strings);
      mxHosts = List.copyOf(mxHosts);
      failures = List.copyOf(failures);
    }
  }

  /**
   * Sessions that failed alike.
   *
   * @param resultType a word of RFC 8460 section 4.3, or another; empty if absent
   * @param count how many they were
   * @param sendingIp the sender's address
   * @param receivingMx the name of the server
   * @param receivingIp its address
   * @param helo what it called itself
   * @param reason {@code failure-reason-code}
   * @param information {@code additional-information}
   */
  public record Failure(
      String resultType,
      long count,
      @Nullable InetAddress sendingIp,
      @Nullable String receivingMx,
      @Nullable InetAddress receivingIp,
      @Nullable String helo,
      @Nullable String reason,
      @Nullable String information) {}

  /** Sessions that succeeded, over all policies. */
  public long success() {
    return policies.stream().mapToLong(Policy::success).sum();
  }

  /** Sessions that failed, over all policies. */
  public long failure() {
    return policies.stream().mapToLong(Policy::failure).sum();
  }
}
