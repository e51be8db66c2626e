package dev.plumbline.store.judgement;

import dev.plumbline.standing.Reason;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.Wording;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Where a source stands.
 *
 * @param fixed whether most of its mail failed as reported and passes with today's DNS
 * @param figures of the window, or of as many days up to its last one if it was not seen in that
 * @param firstSeen the first UTC day with a message, ever
 * @param lastSeen the last one
 * @param since when this standing began
 */
public record SourceStanding(
    InetAddress ip,
    SenderName sender,
    Standing standing,
    List<Reason> reasons,
    boolean fixed,
    Figures figures,
    LocalDate firstSeen,
    LocalDate lastSeen,
    Instant since) {

  public SourceStanding {
    reasons = List.copyOf(reasons);
  }

  /** The reasons in words. */
  public List<String> sentences() {
    return Wording.sentences(reasons);
  }
}
