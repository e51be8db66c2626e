package dev.plumbline.standing.transport;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What TLS reports of the last weeks say of a domain.
 *
 * @param days on how many of them sessions under an MTA-STS policy were reported
 * @param reporters how many reported
 * @param success sessions under an MTA-STS policy that succeeded
 * @param failure those that failed
 * @param lastFailure the newest day with a failure; null if there is none
 */
public record TransportFacts(
    int days, long reporters, long success, long failure, @Nullable LocalDate lastFailure) {

  public static final TransportFacts NOTHING = new TransportFacts(0, 0, 0, 0, null);

  /** Sessions that were reported. */
  public long sessions() {
    return success + failure;
  }
}
