package dev.plumbline.dkim;

/** What a receiver can do with what is published for a selector. */
public enum KeyState {
  /** A key that verifies signatures. */
  VALID,
  /** Verifies signatures, but asks to be treated as a test ({@code t=y}). */
  TEST_MODE,
  /** The key is empty: whoever published it withdrew it. */
  REVOKED,
  /** Nothing is published. */
  MISSING,
  /** Something is published that no receiver may accept. */
  INVALID,
  /** DNS did not answer; a later try may know more. */
  UNKNOWN;

  /** Whether signatures made with the key can verify. */
  public boolean verifies() {
    return this == VALID || this == TEST_MODE;
  }
}
