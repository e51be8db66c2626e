package dev.plumbline.review.json;

import dev.plumbline.standing.Decision;
import dev.plumbline.store.judgement.Decisions.Recorded;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What somebody decided about a sender.
 *
 * @param verdict {@code ours}, {@code not_ours} or {@code undecided}
 */
public record DecisionJson(
    String verdict,
    @Nullable String owner,
    @Nullable String purpose,
    @Nullable String note,
    @Nullable LocalDate due,
    String decidedBy,
    Instant decidedAt) {

  /** Null if nobody decided. */
  public static @Nullable DecisionJson of(@Nullable Decision decision) {
    return decision == null
        ? null
        : new DecisionJson(
            decision.verdict().wire(),
            decision.owner(),
            decision.purpose(),
            decision.note(),
            decision.due(),
            decision.decidedBy(),
            decision.decidedAt());
  }

  /** A decision in a list of those of many domains. */
  public record Exported(
      String domain,
      String sender,
      String verdict,
      @Nullable String owner,
      @Nullable String purpose,
      @Nullable String note,
      @Nullable LocalDate due,
      String decidedBy,
      Instant decidedAt) {

    /** Of a domain's list. */
    public static Exported of(String domain, Recorded recorded) {
      Listed listed = Listed.of(recorded);
      return new Exported(
          domain,
          listed.sender(),
          listed.verdict(),
          listed.owner(),
          listed.purpose(),
          listed.note(),
          listed.due(),
          listed.decidedBy(),
          listed.decidedAt());
    }
  }

  /**
   * A decision in a domain's list of them.
   *
   * @param sender the sender's key, empty for the domain as a whole
   */
  public record Listed(
      String sender,
      String verdict,
      @Nullable String owner,
      @Nullable String purpose,
      @Nullable String note,
      @Nullable LocalDate due,
      String decidedBy,
      Instant decidedAt) {

    public static Listed of(Recorded recorded) {
      Decision decision = recorded.decision();
      return new Listed(
          recorded.senderKey(),
          decision.verdict().wire(),
          decision.owner(),
          decision.purpose(),
          decision.note(),
          decision.due(),
          decision.decidedBy(),
          decision.decidedAt());
    }
  }
}
