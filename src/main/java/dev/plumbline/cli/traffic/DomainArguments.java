package dev.plumbline.cli.traffic;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.KnownDomains;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.dns.DomainName;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.Judge;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** A monitored domain. */
public final class DomainArguments {

  /** A server that runs has judged by then what waits for it. */
  private static final Duration ANYBODY_JUDGES_WITHIN = Duration.ofMinutes(1);

  @Parameters(paramLabel = "DOMAIN", description = "A monitored domain.")
  private String domain = "";

  String name() {
    return DomainName.parseWritten(domain.strip())
        .map(DomainName::toString)
        .orElseGet(() -> domain.toLowerCase(Locale.ROOT));
  }

  /**
   * The domain.
   *
   * @throws UserException if no report about it has come in
   */
  public DomainInfo info() {
    return CDI.current()
        .select(TrafficQueries.class)
        .get()
        .domain(name())
        .orElseThrow(this::unknown);
  }

  /**
   * The domain, without the application.
   *
   * @throws UserException if no report about it has come in
   */
  DomainInfo info(Rooms rooms) {
    return rooms.traffic().domain(name()).orElseThrow(this::unknown);
  }

  /**
   * The domain as it was judged last. If it never was, or nobody has judged it of late though there
   * is reason to, that is done first, with the application; a server that runs does it by itself.
   */
  DomainSummary judged(Rooms rooms, AppRunner runner, DomainInfo info) {
    Optional<DomainSummary> known = rooms.judgement().summary(info.name());
    if (known.isPresent() && !isLeftAlone(rooms, known.get())) {
      return known.get();
    }
    runner.work(
        () -> {
          CDI.current().select(Judge.class).get().catchUp(info.name());
          return 0;
        });
    return rooms.judgement().summary(info.name()).orElseThrow(this::unknown);
  }

  private static boolean isLeftAlone(Rooms rooms, DomainSummary summary) {
    Instant now = rooms.clock().instant();
    return summary.to().isBefore(LocalDate.now(rooms.clock()).minusDays(1))
        || rooms
            .judgement()
            .waitingSince(summary.domainId())
            .filter(since -> since.isBefore(now.minus(ANYBODY_JUDGES_WITHIN)))
            .isPresent();
  }

  /** The judgement of the domain's senders in a period. */
  public DomainReview review(PeriodOptions period) {
    Optional<DomainReview> review =
        CDI.current().select(DomainReviews.class).get().review(name(), period.from(), period.to());
    return review.orElseThrow(this::unknown);
  }

  /** What is said where no report about it has come in. */
  UserException unknown() {
    return KnownDomains.notFound(domain);
  }

  /** Whether it could be the name of a domain. */
  boolean couldBe() {
    return KnownDomains.couldBe(domain);
  }
}
