package dev.plumbline.store.judgement;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
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

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<DomainState> ofWire(@Nullable String wire) {
    return EnumSet.allOf(DomainState.class).stream()
        .filter(one -> one.wire().equals(wire))
        .findFirst();
  }
}
