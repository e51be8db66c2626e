package dev.plumbline.dmarc;

import java.util.Locale;
import java.util.Optional;

/** What a domain owner asks receivers to do with mail that fails, from weak to strong. */
public enum Policy {
  NONE,
  QUARANTINE,
  REJECT;

  /** The word used in records and reports. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the word in any case. */
  public static Optional<Policy> ofWire(String text) {
    for (Policy policy : values()) {
      if (policy.wire().equalsIgnoreCase(text)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }

  /** What receivers are asked to apply under {@code t=y}: one level less (RFC 9989, tag t). */
  public Policy weaker() {
    return this == REJECT ? QUARANTINE : NONE;
  }

  /** The next level; the strictest is its own next. */
  public Policy stricter() {
    return this == NONE ? QUARANTINE : REJECT;
  }

  /** Whether this asks for no less than another one. */
  public boolean isAtLeast(Policy other) {
    return compareTo(other) >= 0;
  }
}
