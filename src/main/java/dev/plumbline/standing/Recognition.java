package dev.plumbline.standing;

import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReverseName;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a source is known to belong to the domain's mail. An envelope or HELO name of ours proves
 * nothing: spoofers use it too.
 */
final class Recognition {

  private final SourceFacts source;
  private final DomainFacts domain;
  private final @Nullable Decision decision;
  private final @Nullable Service service;

  Recognition(
      SourceFacts source,
      DomainFacts domain,
      @Nullable Decision decision,
      @Nullable Service service) {
    this.source = source;
    this.domain = domain;
    this.decision = decision;
    this.service = service;
  }

  /** What shows that the source is known, as a sentence; empty if nothing does. */
  Optional<String> evidence() {
    if (isOwnHost()) {
      return Optional.of(
          "The address is %s, a host of yours (its name leads back to it)."
              .formatted(source.reverseName()));
    }
    Optional<SpfNow> listing = listing();
    if (listing.isPresent()) {
      return Optional.of(
          "Today's SPF record of %s lists the address%s."
              .formatted(listing.get().identity(), Words.byTerm(listing.get())));
    }
    Optional<SpfNow> meant = meant();
    if (meant.isPresent()) {
      return Optional.of(
          "The SPF record of %s, though broken, names the address by the term %s."
              .formatted(meant.get().identity(), meant.get().meant()));
    }
    if (source.now().listedEarlier()) {
      return Optional.of("An earlier SPF record of %s listed it.".formatted(domain.domain()));
    }
    Optional<ReportedDkim> signature =
        source.dkim().stream().filter(dkim -> dkim.aligned() && dkim.passed()).findFirst();
    if (signature.isPresent()) {
      return Optional.of(
          "Some of its mail carries a valid signature of %s.".formatted(signature.get().domain()));
    }
    Optional<ReportedDkim> late = lateSignature(domain.verifiedSelectors());
    if (late.isPresent()) {
      return Optional.of(
          "The key of selector %s, which its signatures as %s need, has been published since."
              .formatted(late.get().selector(), late.get().domain()));
    }
    if (source.passMessages() > 0) {
      return Optional.of("Some of its mail passed DMARC for you in this period.");
    }
    if (decision != null && decision.verdict() == Decision.Verdict.OURS) {
      return Optional.of(
          "%s decided on %s that it is yours."
              .formatted(decision.decidedBy(), Words.day(decision.decidedAt())));
    }
    if (source.passedEarlier()) {
      return Optional.of("Mail from it passed DMARC for you earlier.");
    }
    return service != null && service.role() == Service.Role.HIRED
        ? Optional.of(
            "%s is a %s that domains hire to send for them; if nobody of you did, say that it is not"
                    .formatted(service.name(), service.label())
                + " yours.")
        : Optional.empty();
  }

  /**
   * An aligned signature for which there was no key when receivers looked, and is one now. A forged
   * signature names a selector that others use, or one that nobody publishes.
   *
   * @param verified selectors that verified at some source
   */
  Optional<ReportedDkim> lateSignature(Set<String> verified) {
    return source.dkim().stream()
        .filter(dkim -> dkim.aligned() && !dkim.passed() && !dkim.selector().isEmpty())
        .filter(
            dkim -> !verified.contains(DomainFacts.selectorName(dkim.domain(), dkim.selector())))
        .filter(this::keyCameLate)
        .max(Comparator.comparingLong(ReportedDkim::messages));
  }

  private boolean keyCameLate(ReportedDkim signature) {
    return source.now().keys().stream()
        .filter(
            key ->
                key.domain().equals(signature.domain())
                    && key.selector().equals(signature.selector()))
        .anyMatch(
            key ->
                key.state().verifies()
                    && (key.earlier() == null
                        ? signature.result().equals("permerror")
                        : !key.earlier().verifies()));
  }

  /** Whether it is part of the domain's own infrastructure, so that it cannot be a forwarder. */
  boolean isAtHome() {
    return isOwnHost()
        || listing().isPresent()
        || meant().isPresent()
        || source.now().listedEarlier();
  }

  boolean isOwnHost() {
    ReverseName reverse = source.now().reverse();
    return reverse != null
        && reverse.confirmed()
        && DomainName.parse(reverse.name())
            .map(name -> name.isWithin(domain.organizationalDomain()))
            .orElse(false);
  }

  /** The verdict on a record of the domain that would list the address if it were not broken. */
  Optional<SpfNow> meant() {
    return source.now().spf().stream()
        .filter(spf -> spf.aligned() && spf.result() == SpfResult.PERMERROR && spf.meant() != null)
        .findFirst();
  }

  /** The verdict by which a record of the domain itself lists the address. */
  Optional<SpfNow> listing() {
    return source.now().spf().stream().filter(spf -> spf.aligned() && spf.passes()).findFirst();
  }
}
