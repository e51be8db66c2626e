package dev.plumbline.store.judgement;

import dev.plumbline.standing.Reason;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.Wording;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a sender stands.
 *
 * @param figures of its sources that were seen in the window; if none was, of those of its last
 *     days
 * @param mended messages that were reported to fail, of sources that were fixed since
 * @param strangers messages that pass SPF or DKIM for domains of their own
 * @param sources how many of its sources these figures are of
 * @param sourcesEver how many it ever had
 * @param leading the source with the most messages of this standing
 * @param firstSeen the first UTC day with a message, ever
 * @param lastSeen the last one
 * @param since when this standing began
 * @param silentSince its last day, if it writes no more: its standing is then the last one it had;
 *     null if it does
 * @param everyDays how often it writes, if it does so rarely and was not seen in the window
 */
public record SenderStanding(
    SenderName sender,
    Standing standing,
    List<Reason> reasons,
    Figures figures,
    long mended,
    long strangers,
    int sources,
    int sourcesEver,
    InetAddress leading,
    LocalDate firstSeen,
    LocalDate lastSeen,
    Instant since,
    @Nullable LocalDate silentSince,
    @Nullable Integer everyDays) {

  public SenderStanding {
    reasons = List.copyOf(reasons);
  }

  /** Whether nobody expects mail of it any more. */
  public boolean silent() {
    return silentSince != null;
  }

  /** The reasons in words. */
  public List<String> sentences() {
    return Wording.sentences(reasons);
  }
}
