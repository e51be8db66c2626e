package dev.plumbline.review;

import dev.plumbline.standing.DomainFacts;
import dev.plumbline.standing.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A domain's senders in a period, judged.
 *
 * @param senders the most pressing first, then by messages
 * @param findings what is wrong with the domain itself, the worst first
 * @param checkedAt when DNS was last asked, null if never
 * @param facts what the judgement of every source shared
 */
public record DomainReview(
    String domain,
    LocalDate from,
    LocalDate to,
    long messages,
    long passMessages,
    List<SenderReview> senders,
    List<Reason> findings,
    @Nullable Instant checkedAt,
    DomainFacts facts) {

  public DomainReview {
    senders = List.copyOf(senders);
    findings = List.copyOf(findings);
  }
}
