package dev.plumbline.review.json;

import dev.plumbline.standing.Readiness;
import dev.plumbline.standing.RolloutPlan;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether stricter policies are safe.
 *
 * @param judgement {@code kept} or {@code on_demand}, as of {@link SendersJson}
 * @param plan the steps to {@code p=reject}
 */
public record ReadyJson(
    String domain,
    String judgement,
    Answer quarantine,
    Answer reject,
    Evidence evidence,
    List<Step> plan) {

  private static final String NOT_SHOWN =
      "Mail that receivers refused by SPF -all before they looked at DMARC is in no report.";

  /** The answer for one policy. */
  public record Answer(boolean ready, List<Blocker> blockers) {

    static Answer of(Readiness.Answer answer) {
      return new Answer(
          answer.ready(),
          answer.blockers().stream()
              .map(
                  one ->
                      new Blocker(
                          one.kind().name().toLowerCase(Locale.ROOT),
                          one.sender(),
                          one.messages(),
                          one.reason()))
              .toList());
    }
  }

  /**
   * One reason not to go on.
   *
   * @param kind {@code fix}, {@code decide}, {@code wait} or {@code evidence}
   */
  public record Blocker(String kind, String sender, long messages, String reason) {}

  /**
   * What is known.
   *
   * @param upperBound of the share of legitimate mail that fails, with 95 % confidence
   */
  public record Evidence(
      LocalDate from,
      LocalDate to,
      int days,
      int reporters,
      long messages,
      long legitimateMessages,
      long failingMessages,
      double upperBound,
      String notShown) {

    static Evidence of(Readiness.Evidence known) {
      return new Evidence(
          known.from(),
          known.to(),
          known.days(),
          known.reporters(),
          known.messages(),
          known.legitimate(),
          known.failing(),
          known.upperBound(),
          NOT_SHOWN);
    }
  }

  /**
   * One change of the record.
   *
   * @param rollbackRecord null if there was none
   */
  public record Step(
      String policy,
      String record,
      LocalDate earliest,
      boolean ready,
      List<String> before,
      String rollback,
      @Nullable String rollbackRecord) {

    static Step of(RolloutPlan.Step step) {
      return new Step(
          step.policy(),
          step.record(),
          step.earliest(),
          step.ready(),
          step.before(),
          step.rollback(),
          step.rollbackRecord());
    }
  }

  public static ReadyJson of(
      String domain,
      boolean kept,
      Readiness.Evidence evidence,
      Readiness.Answer quarantine,
      Readiness.Answer reject,
      RolloutPlan plan) {
    return new ReadyJson(
        domain,
        kept ? "kept" : "on_demand",
        Answer.of(quarantine),
        Answer.of(reject),
        Evidence.of(evidence),
        plan.steps().stream().map(Step::of).toList());
  }
}
