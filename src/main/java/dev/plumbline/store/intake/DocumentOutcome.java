package dev.plumbline.store.intake;

import java.util.Locale;

/** What became of one document in a message or file. */
public enum DocumentOutcome {
  /** A new report. */
  STORED,
  /** A report that is stored already, word for word. */
  DUPLICATE,
  /** A report with the key of a stored one and other content; kept, not counted. */
  CONFLICT,
  /** A report that is not believed: outside of all figures until somebody decides. */
  SET_ASIDE,
  /** Something else. */
  NOT_A_REPORT,
  /** Could not be used. */
  REJECTED;

  /** The name in the database and in exports. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #wire}. */
  public static DocumentOutcome ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
