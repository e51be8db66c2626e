package dev.plumbline.standing;

import java.util.List;

/**
 * A standing and what led to it.
 *
 * @param reasons sentences, the leading one first; never empty
 */
public record Judgement(Standing standing, List<String> reasons) {

  public Judgement {
    reasons = List.copyOf(reasons);
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("A judgement says why");
    }
  }
}
