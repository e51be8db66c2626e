package dev.plumbline.cli;

import dev.plumbline.sender.DomainReview;
import dev.plumbline.sender.DomainReviews;
import dev.plumbline.store.DomainInfo;
import dev.plumbline.store.TrafficQueries;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** A monitored domain. */
final class DomainArguments {

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
  DomainInfo info() {
    return CDI.current()
        .select(TrafficQueries.class)
        .get()
        .domain(name())
        .orElseThrow(DomainArguments.this::unknown);
  }

  /** The judgement of the domain's senders in a period. */
  DomainReview review(PeriodOptions period) {
    Optional<DomainReview> review =
        CDI.current().select(DomainReviews.class).get().review(name(), period.from(), period.to());
    return review.orElseThrow(this::unknown);
  }

  private UserException unknown() {
    return new UserException("No report about " + Terminal.safe(name()) + " has come in.");
  }
}
