package dev.plumbline.cli.traffic;

import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** A monitored domain. */
public final class DomainArguments {

  @Parameters(paramLabel = "DOMAIN", description = "A monitored domain.")
  private String domain = "";

  String name() {
    return domain.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
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

  /** The judgement of the domain's senders in a period. */
  public DomainReview review(PeriodOptions period) {
    Optional<DomainReview> review =
        CDI.current().select(DomainReviews.class).get().review(name(), period.from(), period.to());
    return review.orElseThrow(this::unknown);
  }

  private UserException unknown() {
    return new UserException("No report about " + Terminal.safe(name()) + " has come in.");
  }
}
