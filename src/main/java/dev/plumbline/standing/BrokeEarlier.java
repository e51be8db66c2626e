package dev.plumbline.standing;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What broke so long ago that hardly any of a source's mail passed in the period: it passed before,
 * and goes on as if nothing had happened, signed with a key that is not there or with an envelope
 * domain whose record listed it. Else a standing would change by the days that pass alone.
 */
final class BrokeEarlier {

  private BrokeEarlier() {}

  /**
   * What broke; empty if its mail never passed, or if nothing that was published tells why.
   *
   * @param atHome whether it is part of the domain's own infrastructure. It passes on nobody's
   *     mail, so that what passed tells enough where the record that listed it went before anybody
   *     looked, or changed again since
   */
  static Optional<Reason> reason(SourceFacts source, boolean atHome) {
    boolean passed = source.passedEarlier() || new Trend(source.days()).passedUntil().isPresent();
    if (!passed || Shares.passedBefore(source)) {
      return Optional.empty();
    }
    return lostKey(source)
        .or(() -> lostListing(source))
        .or(() -> missingKey(source))
        .or(() -> atHome ? listing(source, unused -> true) : Optional.empty());
  }

  private static Optional<Reason> lostKey(SourceFacts source) {
    return keys(source)
        .filter(key -> wasThere(source, key))
        .findFirst()
        .map(key -> new Reason.KeyLost(key.domain(), key.selector(), key.detail()));
  }

  private static Optional<Reason> missingKey(SourceFacts source) {
    return keys(source)
        .findFirst()
        .map(
            key ->
                new Reason.KeyMissing(
                    key.domain(), key.selector(), key.detail(), source.firstDay()));
  }

  /** Keys by which its mail passed that are lost. */
  static List<KeyNow> lost(SourceFacts source) {
    return reason(source, false).filter(Reason.KeyLost.class::isInstance).stream()
        .flatMap(unused -> keys(source))
        .filter(key -> wasThere(source, key))
        .toList();
  }

  /** Keys that its mail needs and that nobody ever saw, where it passed in another way before. */
  static List<KeyNow> missing(SourceFacts source) {
    return reason(source, false).filter(Reason.KeyMissing.class::isInstance).stream()
        .flatMap(unused -> keys(source))
        .toList();
  }

  /** Keys that are not there, and that the signatures of most of its mail need. */
  private static Stream<KeyNow> keys(SourceFacts source) {
    return source.dkim().stream()
        .filter(dkim -> dkim.aligned() && !dkim.selector().isEmpty())
        .filter(dkim -> Shares.isMost(Outlook.signedAs(source, dkim), source.messages()))
        .sorted(Comparator.comparingLong(ReportedDkim::messages).reversed())
        .flatMap(dkim -> source.now().key(dkim).stream())
        .filter(key -> !key.state().verifies() && key.state() != KeyState.UNKNOWN)
        .distinct();
  }

  private static boolean wasThere(SourceFacts source, KeyNow key) {
    return (key.earlier() != null && key.earlier().verifies())
        || source.dkim().stream()
            .anyMatch(dkim -> dkim.aligned() && dkim.passed() && key.isOf(dkim));
  }

  private static Optional<Reason> lostListing(SourceFacts source) {
    return listing(source, spf -> spf.earlier() == SpfResult.PASS);
  }

  /** An envelope domain of most of its mail whose record does not list it. */
  private static Optional<Reason> listing(SourceFacts source, Predicate<SpfNow> which) {
    return source.now().spf().stream()
        .filter(spf -> spf.aligned() && spf.known() && !spf.passes())
        .filter(which)
        .filter(spf -> Shares.isMost(source.envelopeMessages(spf.identity()), source.messages()))
        .max(Comparator.comparing(SpfNow::since))
        .map(spf -> Outlook.notPassing(source, spf));
  }
}
