package dev.plumbline.store;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one clock of the application, in UTC. */
@Singleton
public final class ClockProducer {

  /**
   * The clock.
   *
   * @param today what it shows now, for data that has stood still: a UTC day ({@code 2026-11-23}),
   *     at the real time of day, or a moment ({@code 2026-11-23T13:00:00Z}), which it shows when
   *     the process begins; the real time if not given
   */
  @Produces
  @Singleton
  Clock clock(@ConfigProperty(name = "plumbline.today") Optional<String> today) {
    return of(today);
  }

  /** The same for those who work without the application. */
  public static Clock of(Optional<String> today) {
    Instant begun = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    return showing(today, begun, Clock.systemUTC());
  }

  /**
   * The clock of a process.
   *
   * @param today what it shows, as in {@link #clock}
   * @param begun when the process began
   * @param real the real time
   * @throws java.time.format.DateTimeParseException if {@code today} is neither
   */
  static Clock showing(Optional<String> today, Instant begun, Clock real) {
    return today.map(shown -> Clock.offset(real, ahead(shown, begun, real))).orElse(real);
  }

  /** By how much it is ahead; an application begun anew in one process does not go back. */
  private static Duration ahead(String shown, Instant begun, Clock real) {
    if (shown.contains("T")) {
      return Duration.between(begun, Instant.parse(shown));
    }
    return Duration.between(
        LocalDate.now(real).atStartOfDay(ZoneOffset.UTC),
        LocalDate.parse(shown).atStartOfDay(ZoneOffset.UTC));
  }
}
