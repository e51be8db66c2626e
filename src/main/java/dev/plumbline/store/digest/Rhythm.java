package dev.plumbline.store.digest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How often a digest comes. */
public enum Rhythm {
  DAILY,
  WEEKLY,
  MONTHLY;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Rhythm> ofWire(String wire) {
    return Arrays.stream(values()).filter(one -> one.wire().equals(wire)).findFirst();
  }
}
