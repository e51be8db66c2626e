package dev.plumbline.standing.transport;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a mail server showed when it was last connected to.
 *
 * @param host its name
 * @param state what became of it
 * @param until when its certificate ends; null if it showed none
 * @param words one sentence, for people
 */
public record ServerNow(String host, State state, @Nullable Instant until, String words) {

  /** Whether senders that insist on TLS would deliver to it. */
  public enum State {
    /** Its certificate is for its name, in time, and from an authority that senders trust. */
    FITS,
    /** They would not. */
    FAILS,
    /** It could not be asked. */
    UNKNOWN
  }
}
