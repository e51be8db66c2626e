package dev.plumbline.review;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.standing.Words;
import dev.plumbline.store.checks.SelectorQueries;
import dev.plumbline.store.checks.SelectorQueries.SelectorUse;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which DKIM selectors still sign and which keys can go, by what was reported. */
@ApplicationScoped
public class SelectorReviews {

  private final TrafficQueries traffic;
  private final SelectorQueries signatures;

  SelectorReviews(TrafficQueries traffic, SelectorQueries signatures) {
    this.traffic = traffic;
    this.signatures = signatures;
  }

  /** What may be done with a selector's key. */
  public enum Rotation {
    /** A key is published and signatures were seen of late: leave it. */
    STILL_SIGNS,
    /** A key is published and no signature was seen for long enough: it may be removed. */
    CAN_GO,
    /** Signatures were seen of late, and there is no usable key for them: they fail. */
    KEY_MISSING,
    /** Neither key nor recent signatures: nothing to do. */
    RETIRED,
    /** DNS never said what is published. */
    NOT_KNOWN
  }

  /**
   * A selector with what may be done with its key.
   *
   * @param reason one sentence
   */
  public record SelectorReview(SelectorUse use, Rotation rotation, String reason) {}

  /**
   * Every selector of a monitored domain; none if it is not known.
   *
   * @param quietDays after how many days without a signature a key may go; counted back from the
   *     newest day with a report, since days without reports prove nothing
   */
  public List<SelectorReview> selectors(String domain, int quietDays) {
    return traffic.domain(domain).stream()
        .flatMap(info -> selectors(info, quietDays).stream())
        .toList();
  }

  private List<SelectorReview> selectors(DomainInfo domain, int quietDays) {
    LocalDate newest = traffic.newestDay(domain.id()).orElse(LocalDate.EPOCH);
    return signatures.selectors(domain.id()).stream()
        .map(use -> judge(use, newest, quietDays))
        .toList();
  }

  /**
   * Judges one selector.
   *
   * @param newest the newest day with a report
   */
  static SelectorReview judge(SelectorUse use, LocalDate newest, int quietDays) {
    boolean recent = use.lastDay().isAfter(newest.minusDays(quietDays));
    @Nullable KeyState state = use.state();
    if (state == null || state == KeyState.UNKNOWN) {
      return new SelectorReview(
          use, Rotation.NOT_KNOWN, "DNS has not said what is published for it.");
    }
    boolean usable = state == KeyState.VALID || state == KeyState.TEST_MODE;
    if (recent && usable) {
      return new SelectorReview(
          use,
          Rotation.STILL_SIGNS,
          "Signatures with it were reported until " + day(use) + ", so the key must stay.");
    }
    if (recent) {
      return new SelectorReview(
          use,
          Rotation.KEY_MISSING,
          "Signatures with it were reported until "
              + day(use)
              + ", and no usable key is published: "
              + use.detail());
    }
    if (state == KeyState.MISSING || state == KeyState.REVOKED) {
      return new SelectorReview(
          use,
          Rotation.RETIRED,
          "Its last signature was reported on " + day(use) + ", and the key is gone.");
    }
    return new SelectorReview(
        use,
        Rotation.CAN_GO,
        "Its last signature was reported on "
            + day(use)
            + ", "
            + quietDays
            + " days or more before the newest report, so the key may be removed.");
  }

  private static String day(SelectorUse use) {
    return Words.day(use.lastDay());
  }
}
