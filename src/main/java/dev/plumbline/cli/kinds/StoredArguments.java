package dev.plumbline.cli.kinds;

import dev.plumbline.cli.shell.DayText;
import dev.plumbline.cli.shell.KnownDomains;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.store.traffic.DomainInfo;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which of the stored reports a command is about: all, unless something is said. */
public final class StoredArguments {

  /** PostgreSQL knows more days; reports do not. */
  private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);

  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  @Parameters(
      arity = "0..1",
      paramLabel = "DOMAIN",
      description = "A monitored domain (default: all).")
  private @Nullable String domain;

  @Option(names = "--from", paramLabel = "DAY", description = "First UTC day: YYYY-MM-DD.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "DAY", description = "Last UTC day: YYYY-MM-DD.")
  private @Nullable String to;

  LocalDate from() {
    return from == null ? FIRST : DayText.parse("--from", from);
  }

  LocalDate to() {
    return to == null ? LAST : DayText.parse("--to", to);
  }

  /** What is said where there is none. */
  String none(String kind) {
    return "No %s%s has come in%s."
        .formatted(
            kind,
            domain == null ? "" : " about " + Terminal.safe(domain.strip()),
            from == null && to == null ? "" : " for these days");
  }

  /**
   * The domain that was named, or all.
   *
   * @throws UserException if no report about it has come in, or if the period cannot be, though
   *     there be nothing to look through
   */
  List<DomainInfo> domains(Rooms rooms) {
    if (from().isAfter(to())) {
      throw new UserException(
          "The period begins on %s, after its end on %s.".formatted(from(), to()));
    }
    return domain == null ? rooms.traffic().domains() : List.of(KnownDomains.one(rooms, domain));
  }
}
