package dev.plumbline.store.people;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What most people are; the right to unmask failure reports is given beside it. */
public enum Role {
  VIEWER,
  ANALYST,
  ADMINISTRATOR;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> ofWire(@Nullable String wire) {
    return Arrays.stream(values()).filter(one -> one.wire().equals(wire)).findFirst();
  }

  /**
   * What somebody of this role may do.
   *
   * @param unmask whether they were given that right as well
   */
  public Set<Right> rights(boolean unmask) {
    Set<Right> all = EnumSet.of(Right.READ, Right.EXPORT);
    if (this != VIEWER) {
      all.addAll(EnumSet.of(Right.DECIDE, Right.UPLOAD));
    }
    if (this == ADMINISTRATOR) {
      all.addAll(EnumSet.of(Right.METRICS, Right.ADMINISTER));
    }
    if (unmask) {
      all.add(Right.UNMASK);
    }
    return all;
  }
}
