package dev.plumbline.review;

import dev.plumbline.standing.Reason;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.Wording;
import java.net.InetAddress;
import java.util.List;

/**
 * One judged source and the sender it belongs to.
 *
 * @param others messages that other customers of a service sent from the address
 * @param othersDomain what most of these were signed as; empty if there are none
 * @param fixed whether most of its mail failed as reported and passes with today's DNS
 */
public record SourceReview(
    InetAddress ip,
    SourceFacts facts,
    Standing standing,
    List<Reason> reasons,
    boolean fixed,
    long others,
    String othersDomain,
    String senderKey,
    String senderName) {

  public SourceReview {
    reasons = List.copyOf(reasons);
  }

  /** The reasons in words. */
  public List<String> sentences() {
    return Wording.sentences(reasons);
  }
}
