package dev.plumbline.standing;

import java.util.List;

/**
 * A standing and what led to it.
 *
 * @param reasons the leading one first; never empty
 * @param fixed whether most of its mail failed as reported and passes with today's DNS
 */
public record Judgement(Standing standing, List<Reason> reasons, boolean fixed) {

  /** Of something that was not fixed. */
  public Judgement(Standing standing, List<Reason> reasons) {
    this(standing, reasons, false);
  }

  public Judgement {
    reasons = List.copyOf(reasons);
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("A judgement says why");
    }
  }

  /**
   * Whether reports differ from our reading of what is published: that is to be looked at, whatever
   * the standing.
   */
  public boolean differs() {
    return reasons.stream().anyMatch(Reason.ReportsDiffer.class::isInstance);
  }

  /** The reasons in words. */
  public List<String> sentences() {
    return Wording.sentences(reasons);
  }
}
