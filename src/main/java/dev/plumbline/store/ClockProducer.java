package dev.plumbline.store;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one clock of the application, in UTC. */
@Singleton
final class ClockProducer {

  /**
   * The clock.
   *
   * @param today the UTC day it shows now, for data that has stood still; the real one if not given
   */
  @Produces
  @Singleton
  Clock clock(@ConfigProperty(name = "plumbline.today") Optional<LocalDate> today) {
    Clock real = Clock.systemUTC();
    return today
        .map(
            day ->
                Clock.offset(
                    real,
                    Duration.between(
                        LocalDate.now(real).atStartOfDay(ZoneOffset.UTC),
                        day.atStartOfDay(ZoneOffset.UTC))))
        .orElse(real);
  }
}
