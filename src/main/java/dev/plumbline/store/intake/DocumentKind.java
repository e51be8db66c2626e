package dev.plumbline.store.intake;

import java.util.Locale;

/** The kinds of reports. */
public enum DocumentKind {
  AGGREGATE,
  FAILURE,
  TLS;

  /** The name in the database and in exports. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #wire}. */
  public static DocumentKind ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
