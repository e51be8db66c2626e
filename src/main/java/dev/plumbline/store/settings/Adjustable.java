package dev.plumbline.store.settings;

import dev.plumbline.dns.DomainName;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What can be set on a page, or by {@code plumbline setting}, as well as in the configuration: by
 * the same name, and only where that says nothing.
 */
public enum Adjustable {
  /** How long aggregate reports are kept, in days; for ever if it is not set. */
  REPORTS("plumbline.retention.reports", ""),
  /** How long failure reports are kept, in days. */
  FAILURES("plumbline.failure-reports.retention", "90d"),
  /** How long TLS reports are kept, in days. */
  TLS("plumbline.tls-reports.retention", "731d"),
  /** Domains of which nothing is taken away. */
  HOLD("plumbline.retention.hold", ""),
  /** Services laid over the catalogue: what the configuration names a file for. */
  CATALOGUE("plumbline.catalogue", "");

  /** What is judged, and what its figures are compared with, stays. */
  public static final int SHORTEST_REPORTS = 90;

  private static final int LONGEST = 36_500;
  private static final Pattern DAYS = Pattern.compile("([0-9]{1,6})\\s*(d|days?)?");

  private final String key;
  private final String usual;

  Adjustable(String key, String usual) {
    this.key = key;
    this.usual = usual;
  }

  /** The name in the configuration. */
  public String key() {
    return key;
  }

  /** What holds where nobody said anything; may be empty. */
  public String usual() {
    return usual;
  }

  /** The one of a name. */
  public static Optional<Adjustable> of(String name) {
    return Arrays.stream(values()).filter(one -> one.key.equals(name)).findFirst();
  }

  /**
   * A value as it is kept.
   *
   * @throws IllegalArgumentException with one sentence for users if it makes no sense
   */
  public String valid(String text) {
    return switch (this) {
      case REPORTS -> days(text, SHORTEST_REPORTS);
      case FAILURES, TLS -> days(text, 1);
      case HOLD -> domains(text);
      case CATALOGUE -> text.strip().isEmpty() ? "" : text;
    };
  }

  private String days(String text, int shortest) {
    Matcher days = DAYS.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!days.matches()
        || Integer.parseInt(days.group(1)) < shortest
        || Integer.parseInt(days.group(1)) > LONGEST) {
      throw new IllegalArgumentException(
          "%s must be a number of days from %d to %d, as 365d.".formatted(key, shortest, LONGEST));
    }
    return Integer.parseInt(days.group(1)) + "d";
  }

  private String domains(String text) {
    return Arrays.stream(text.split("[\\s,;]+"))
        .filter(one -> !one.isEmpty())
        .map(
            one ->
                DomainName.parse(one)
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "%s names \"%s\", which is no domain.".formatted(key, one)))
                    .toString())
        .distinct()
        .collect(Collectors.joining(","));
  }

  /** A time of days as {@link #valid} keeps it. */
  public static Duration time(String days) {
    return Duration.ofDays(Long.parseLong(days.replace("d", "")));
  }
}
