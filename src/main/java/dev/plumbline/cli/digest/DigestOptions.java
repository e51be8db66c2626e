package dev.plumbline.cli.digest;

import dev.plumbline.cli.shell.KnownDomains;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.digest.Digest;
import dev.plumbline.digest.DigestMaker;
import dev.plumbline.digest.Letter;
import dev.plumbline.digest.Period;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a digest is about. */
public final class DigestOptions {

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "Only about it and those below it; repeatable.")
  private List<String> domains = new ArrayList<>();

  @Option(
      names = "--week",
      paramLabel = "WEEK",
      description =
          "About this week, as 2026-W47; or a day, as 2026-11-22, or a month, as 2026-11. Default:"
              + " the last whole week.")
  private @Nullable String week;

  /**
   * What there is to say.
   *
   * @throws UserException if nothing is known of a domain, or there is no such week
   */
  Digest digest(Rooms rooms, Settings settings) {
    return rooms
        .digests()
        .make(
            KnownDomains.scope(rooms, domains),
            period(LocalDate.ofInstant(rooms.clock().instant(), ZoneOffset.UTC)),
            settings.address());
  }

  private Period period(LocalDate today) {
    String wanted = week;
    if (wanted == null) {
      return DigestMaker.last(today);
    }
    Period period =
        Period.parse(wanted.strip().toUpperCase(Locale.ROOT))
            .orElseThrow(
                () ->
                    new UserException(
                        "--week is \"%s\"; it must be a week such as 2026-W47, a day such as 2026-11-22 or a month such as 2026-11."
                            .formatted(Terminal.safe(wanted))));
    if (period.from().isAfter(today)) {
      throw new UserException(
          "--week is \"%s\", which begins on %s only; there is nothing to tell of it yet."
              .formatted(Terminal.safe(wanted), period.from()));
    }
    return period;
  }

  /**
   * The mail.
   *
   * @throws UserException if an address is none
   */
  static Letter letter(Digest digest, Rooms rooms, String from, String to) {
    try {
      return Letter.of(
          digest,
          new Letter.Envelope(
              from, to, "digest-" + UUID.randomUUID(), rooms.clock().instant(), null));
    } catch (IllegalArgumentException e) {
      throw new UserException(Terminal.safe(String.valueOf(e.getMessage())));
    }
  }
}
