package dev.plumbline.store.judgement;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a domain needs first, the most pressing first. */
public enum DomainState {
  /** Receivers refuse mail of its own. */
  LOSING,
  /** A sender of its own passed, and would not by today's records. */
  REGRESSED,
  /** A sender of its own fails, or something is wrong with its records. */
  FIX,
  /** Somebody has to say whose a sender is. */
  DECIDE,
  /** A stricter policy is safe. */
  READY,
  /** DNS said nothing about it yet: whether there is something to do is not known. */
  UNKNOWN,
  /** Nothing was judged yet. */
  UNJUDGED,
  /** Nothing to do. */
  FINE,
  /** It sends no mail, and says so. */
  PARKED,
  /** Nobody reports about it any more. */
  SILENT;

  /** Those in which there is something to do that only people can. */
  private static final Set<DomainState> WAITING = EnumSet.of(LOSING, REGRESSED, FIX, DECIDE);

  /** Whether somebody has to do something about its senders or records. */
  public boolean isWaiting() {
    return WAITING.contains(this);
  }

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<DomainState> ofWire(@Nullable String wire) {
    return EnumSet.allOf(DomainState.class).stream()
        .filter(one -> one.wire().equals(wire))
        .findFirst();
  }
}
