package dev.plumbline.store.intake;

import java.util.Locale;

/** What became of one message or file; each has exactly one. */
public enum Outcome {
  /** At least one report in it is new and was stored. */
  STORED,
  /** One of its reports has the key of a stored one and other content; kept, not counted. */
  CONFLICT,
  /** A report in it is not believed: it is kept outside of all figures until somebody decides. */
  SET_ASIDE,
  /** Its reports are stored already. */
  DUPLICATE,
  /** There is no report in it, and that is no reason to worry. */
  NOT_A_REPORT,
  /** It could not be used; its bytes are kept. */
  REJECTED,
  /** The world was down; it is still where it was and will be taken again. */
  TRY_AGAIN;

  /** The name in the database and in exports. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #wire}. */
  public static Outcome ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
