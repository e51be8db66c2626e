package dev.plumbline.store.judgement;

import dev.plumbline.standing.SenderJudge;
import dev.plumbline.standing.Standing;

/** The order of standings, the most pressing first. */
final class Urgency {

  /** The place of the column {@code standing} in that order. */
  static final String CASE = orderCase();

  private Urgency() {}

  static int of(Standing standing) {
    return SenderJudge.BY_URGENCY.indexOf(standing);
  }

  private static String orderCase() {
    StringBuilder text = new StringBuilder("case standing");
    for (Standing standing : SenderJudge.BY_URGENCY) {
      text.append(" when '").append(standing.wire()).append("' then ").append(of(standing));
    }
    return text.append(" else 99 end").toString();
  }
}
