package dev.plumbline.cli;

import dev.plumbline.sender.DomainReview;
import dev.plumbline.sender.DomainReviews;
import dev.plumbline.store.DomainInfo;
import dev.plumbline.store.TrafficQueries;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A monitored domain and a period. */
final class DomainArguments {

  @Parameters(paramLabel = "DOMAIN", description = "A monitored domain.")
  private String domain = "";

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "UTC days counted back from today, both ends included (default: 30).")
  private int days = 30;

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

  LocalDate to() {
    return LocalDate.now(CDI.current().select(Clock.class).get());
  }

  LocalDate from() {
    if (days < 1 || days > 36_500) {
      throw new UserException("--days is %d; it must be from 1 to 36500.".formatted(days));
    }
    return to().minusDays(days - 1L);
  }

  /** The judgement of the domain's senders in the period. */
  DomainReview review() {
    Optional<DomainReview> review =
        CDI.current().select(DomainReviews.class).get().review(name(), from(), to());
    return review.orElseThrow(this::unknown);
  }

  private UserException unknown() {
    return new UserException("No report about " + Terminal.safe(name()) + " has come in.");
  }
}
