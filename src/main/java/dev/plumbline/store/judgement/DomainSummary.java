package dev.plumbline.store.judgement;

import dev.plumbline.standing.Readiness;
import dev.plumbline.standing.Reason;
import dev.plumbline.standing.RolloutPlan;
import dev.plumbline.standing.Standing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A domain as it was judged last.
 *
 * @param judgedAt when this summary last changed
 * @param from the first UTC day of the window
 * @param to the last UTC day of the window
 * @param lastReportDay the newest UTC day with a report, null if there is none
 * @param silentSince {@code lastReportDay}, if nobody reports about it any more
 * @param toFix senders that need authorizing or alignment, or have regressed
 * @param toDecide senders of which nobody said whose they are, and should
 * @param toWait senders that were fixed, until reports show it
 * @param messages reported in the window
 * @param ownMessages those of senders that are known to be the domain's
 * @param ownFailing of these, what fails DMARC and was not fixed since
 * @param losing of these, what receivers quarantined or rejected of late
 * @param policy the policy in force: {@code none}, {@code quarantine} or {@code reject}; null if
 *     there is none, or DNS was not asked
 * @param senders how many senders that are not silent have each standing
 * @param findings what is wrong with the domain's own records, the worst first
 * @param dnsCheckedAt when DNS was last asked, null if never
 */
public record DomainSummary(
    long domainId,
    String domain,
    Instant judgedAt,
    int rulesVersion,
    LocalDate from,
    LocalDate to,
    @Nullable LocalDate lastReportDay,
    @Nullable LocalDate silentSince,
    int toFix,
    int toDecide,
    int toWait,
    long messages,
    long passMessages,
    long ownMessages,
    long ownFailing,
    long losing,
    @Nullable String policy,
    Map<Standing, Integer> senders,
    List<Reason> findings,
    NextStep nextStep,
    Ready ready,
    @Nullable Instant dnsCheckedAt) {

  public DomainSummary {
    senders = Map.copyOf(senders);
    findings = List.copyOf(findings);
  }

  /**
   * When a stricter policy is safe.
   *
   * @param parked whether the domain sends no mail
   */
  public record Ready(
      Readiness.Evidence evidence,
      Readiness.Answer quarantine,
      Readiness.Answer reject,
      RolloutPlan plan,
      boolean parked) {}

  /** The same, found at another time. */
  public DomainSummary judgedAt(Instant at) {
    return new DomainSummary(
        domainId,
        domain,
        at,
        rulesVersion,
        from,
        to,
        lastReportDay,
        silentSince,
        toFix,
        toDecide,
        toWait,
        messages,
        passMessages,
        ownMessages,
        ownFailing,
        losing,
        policy,
        senders,
        findings,
        nextStep,
        ready,
        dnsCheckedAt);
  }

  /** Whether nobody reports about it any more. */
  public boolean silent() {
    return silentSince != null;
  }
}
