package dev.plumbline.spf;

import java.util.Optional;

/** What a directive says about an address its mechanism matches (RFC 7208 section 4.6.2). */
public enum Qualifier {
  PASS('+', SpfResult.PASS),
  FAIL('-', SpfResult.FAIL),
  SOFTFAIL('~', SpfResult.SOFTFAIL),
  NEUTRAL('?', SpfResult.NEUTRAL);

  private final char sign;
  private final SpfResult result;

  Qualifier(char sign, SpfResult result) {
    this.sign = sign;
    this.result = result;
  }

  /** The character before the mechanism; {@code +} may be left out. */
  public char sign() {
    return sign;
  }

  /** The result of a match. */
  public SpfResult result() {
    return result;
  }

  static Optional<Qualifier> ofSign(char sign) {
    for (Qualifier qualifier : values()) {
      if (qualifier.sign == sign) {
        return Optional.of(qualifier);
      }
    }
    return Optional.empty();
  }
}
