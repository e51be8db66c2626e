package dev.plumbline.store.traffic;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which messages are shown, by what became of them. */
public enum Shown {
  ALL("true", "true"),
  /** Those that do not pass DMARC. */
  FAILING("not (%1$s.dkim_pass or %1$s.spf_pass)", "messages > pass"),
  QUARANTINED("%s.disposition = 'quarantine'", "quarantined > 0"),
  REJECTED("%s.disposition = 'reject'", "rejected > 0");

  private final String rows;
  private final String days;

  Shown(String rows, String days) {
    this.rows = rows;
    this.days = days;
  }

  /** The word of an address. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Shown> ofWire(@Nullable String wire) {
    return Arrays.stream(values()).filter(one -> one.wire().equals(wire)).findFirst();
  }

  /** What is true of them in a table of rows, or of totals by what rows say. */
  public String rows(String table) {
    return rows.formatted(table);
  }

  /** What is true of the days of senders and of standings that have such. */
  String days() {
    return days;
  }
}
