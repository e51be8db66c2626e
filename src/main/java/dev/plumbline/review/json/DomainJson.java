package dev.plumbline.review.json;

import dev.plumbline.store.judgement.DomainSummary;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A monitored domain in a list of them, as it was judged last.
 *
 * @param policy in force: {@code none}, {@code quarantine} or {@code reject}; null if there is
 *     none, or it is not known
 * @param ownFailing messages of its own senders that fail DMARC and were not fixed since
 * @param lastReportDay null if there is none
 * @param silentSince that day, if nobody reports any more
 * @param judgedAt null if it was not judged yet, as all that rests on a judgement is
 */
public record DomainJson(
    String domain,
    @Nullable String policy,
    @Nullable NextStep nextStep,
    @Nullable Integer toFix,
    @Nullable Integer toDecide,
    @Nullable Integer toWait,
    @Nullable Long messages,
    @Nullable Long passMessages,
    @Nullable Long ownMessages,
    @Nullable Long ownFailing,
    @Nullable Long losing,
    @Nullable LocalDate lastReportDay,
    @Nullable LocalDate silentSince,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    @Nullable Instant judgedAt) {

  /**
   * What there is to do next.
   *
   * @param kind {@code mend_records}, {@code publish_records}, {@code fix_sender}, {@code
   *     find_reports}, {@code decide}, {@code publish_policy}, {@code wait} or {@code nothing}
   * @param sender the key of the sender it is about, null if it is about the domain
   * @param until not before this UTC day; null of {@code wait} if DNS has said nothing yet, so that
   *     nothing is known
   */
  public record NextStep(
      String kind,
      @Nullable String sender,
      @Nullable String name,
      @Nullable String policy,
      @Nullable LocalDate until) {

    static NextStep of(dev.plumbline.store.judgement.NextStep step) {
      boolean domain = step.sender().isEmpty();
      return new NextStep(
          step.kind().name().toLowerCase(Locale.ROOT),
          domain ? null : step.sender(),
          domain ? null : step.name(),
          step.policy(),
          step.until());
    }
  }

  public static DomainJson of(DomainSummary summary) {
    return new DomainJson(
        summary.domain(),
        summary.policy(),
        NextStep.of(summary.nextStep()),
        summary.toFix(),
        summary.toDecide(),
        summary.toWait(),
        summary.messages(),
        summary.passMessages(),
        summary.ownMessages(),
        summary.ownFailing(),
        summary.losing(),
        summary.lastReportDay(),
        summary.silentSince(),
        summary.from(),
        summary.to(),
        summary.judgedAt());
  }

  /** A domain that was not judged yet. */
  public static DomainJson unjudged(String domain, @Nullable LocalDate lastReportDay) {
    return new DomainJson(
        domain,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        lastReportDay,
        null,
        null,
        null,
        null);
  }
}
