package dev.plumbline.cli.traffic;

import dev.plumbline.cli.shell.DayText;
import dev.plumbline.cli.shell.UserException;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Clock;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The UTC days a command is about, both ends included. */
public final class PeriodOptions {

  private static final int DEFAULT_DAYS = 30;
  private static final int MOST_DAYS = 36_500;

  @Option(
      names = "--days",
      paramLabel = "N",
      description =
          "UTC days counted back from today, both ends included; judges this period on demand.")
  private @Nullable Integer days;

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "First day in place of --days: YYYY-MM-DD.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "DAY", description = "Last day (default: today).")
  private @Nullable String to;

  /** Whether any was given: then that period is judged, and not what is kept. */
  boolean isGiven() {
    return days != null || from != null || to != null;
  }

  /**
   * Refuses options that make no period.
   *
   * @throws UserException with one sentence
   */
  void check() {
    Integer count = days;
    if (count != null && (count < 1 || count > MOST_DAYS)) {
      throw new UserException("--days is %d; it must be from 1 to %d.".formatted(count, MOST_DAYS));
    }
    if (count != null && from != null) {
      throw new UserException("Give --days or --from, not both.");
    }
    LocalDate first = from == null ? null : DayText.parse("--from", from);
    LocalDate last = to == null ? null : DayText.parse("--to", to);
    if (first != null && last != null && first.isAfter(last)) {
      throw new UserException(
          "The period begins on %s, after its end on %s.".formatted(first, last));
    }
  }

  LocalDate today() {
    return LocalDate.now(CDI.current().select(Clock.class).get());
  }

  public LocalDate to() {
    check();
    return to == null ? today() : DayText.parse("--to", to);
  }

  public LocalDate from() {
    LocalDate last = to();
    if (from == null) {
      return last.minusDays((days == null ? DEFAULT_DAYS : days) - 1L);
    }
    LocalDate first = DayText.parse("--from", from);
    if (first.isAfter(last)) {
      throw new UserException(
          "The period begins on %s, after its end on %s.".formatted(first, last));
    }
    return first;
  }
}
