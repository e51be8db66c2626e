package dev.plumbline.review;

import dev.plumbline.standing.Standing;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A domain in a list of domains.
 *
 * @param senders how many senders have each standing
 * @param newestDay the newest day with a report, ever
 */
public record DomainReviewSummary(
    String domain,
    long messages,
    long passMessages,
    Map<Standing, Long> senders,
    @Nullable LocalDate newestDay) {

  public DomainReviewSummary {
    senders = Map.copyOf(senders);
  }
}
