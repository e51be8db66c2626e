package dev.plumbline.dmarc;

import java.util.Locale;

/** The tag of a record that a policy was taken from (RFC 9989 section 4.10.1). */
public enum PolicyTag {
  P,
  SP,
  NP;

  /** As written in records. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
