package dev.plumbline.store.judgement;

import java.util.Locale;

/** Why a domain is judged again; where several are, the first of them explains a change. */
public enum Cause {
  /** It never was. */
  FIRST,
  /** The rules of standing are others. */
  RULES,
  /** Somebody decided whose a sender is. */
  DECISION,
  /** A test mail through a sender was looked at. */
  TEST,
  /** A re-check found something else in DNS. */
  RECHECK,
  /** Reports came in. */
  REPORTS,
  /** Reports were taken away, or read again. */
  REMOVED_REPORTS,
  /** A reporter is left out, or counted again. */
  REPORTER,
  /** The catalogue of services is another. */
  CATALOGUE,
  /** What would help was found. */
  REMEDIES,
  /** Failure reports came in, or were taken away. */
  FAILURE_REPORTS,
  /** A new day began. */
  DAY;

  /** The name in the database and in exports. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The cause of a wire name. */
  public static Cause ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
