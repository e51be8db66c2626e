package dev.plumbline.standing;

import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReverseName;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
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

  /** What shows that the source is known; empty if nothing does. */
  Optional<Reason> evidence() {
    if (isOwnHost()) {
      return Optional.of(new Reason.OwnHost(String.valueOf(source.reverseName())));
    }
    Optional<SpfNow> listing = listing();
    if (listing.isPresent()) {
      return Optional.of(listed(listing.get(), null, null));
    }
    Optional<SpfNow> meant = meant();
    if (meant.isPresent()) {
      return Optional.of(
          new Reason.MeantByBroken(meant.get().identity(), String.valueOf(meant.get().meant())));
    }
    if (source.now().listedEarlier()) {
      return Optional.of(new Reason.ListedEarlier(domain.domain().toString()));
    }
    Optional<ReportedDkim> signature =
        source.dkim().stream().filter(dkim -> dkim.aligned() && dkim.passed()).findFirst();
    if (signature.isPresent()) {
      return Optional.of(new Reason.Signed(signature.get().domain()));
    }
    Optional<ReportedDkim> late = lateSignature();
    if (late.isPresent()) {
      return Optional.of(new Reason.KeyCameLate(late.get().domain(), late.get().selector()));
    }
    if (source.passMessages() > 0) {
      return Optional.of(new Reason.SomePassed());
    }
    if (decision != null && decision.verdict() == Decision.Verdict.OURS) {
      return Optional.of(decided(decision));
    }
    if (source.passedEarlier()) {
      return Optional.of(new Reason.PassedEarlier());
    }
    return service != null && service.role() == Service.Role.HIRED
        ? Optional.of(new Reason.Hired(service.name(), service.label()))
        : Optional.empty();
  }

  /** That somebody decided whose it is. */
  static Reason decided(Decision decision) {
    return new Reason.Decided(
        decision.verdict() == Decision.Verdict.OURS,
        decision.decidedBy(),
        Words.utcDay(decision.decidedAt()));
  }

  /** That a record lists an address, and since when if a change was seen. */
  static Reason listed(SpfNow spf, @Nullable SpfResult earlier, @Nullable LocalDate until) {
    String last = spf.path().isEmpty() ? "" : spf.path().get(spf.path().size() - 1);
    return new Reason.Listed(
        spf.identity(), spf.term(), last.equals(spf.identity()) ? "" : last, earlier, until);
  }

  /**
   * An aligned signature for which there was no key when receivers looked, and is one now. A forged
   * signature names a selector that others use, or one that nobody publishes.
   */
  Optional<ReportedDkim> lateSignature() {
    return source.dkim().stream()
        .filter(dkim -> dkim.aligned() && !dkim.passed() && !dkim.selector().isEmpty())
        .filter(dkim -> dkim.key().filter(domain.verifiedSelectors()::contains).isEmpty())
        .filter(this::keyCameLate)
        .max(Comparator.comparingLong(ReportedDkim::messages));
  }

  private boolean keyCameLate(ReportedDkim signature) {
    return source.now().keys().stream()
        .filter(key -> key.isOf(signature))
        .anyMatch(
            key ->
                key.state().verifies()
                    && (key.earlier() == null
                        ? signature.result().equals("permerror")
                        : !key.earlier().verifies()));
  }

  /** Whether it is part of the domain's own infrastructure, so that it cannot be a forwarder. */
  boolean isAtHome() {
    return isAtHome(source, domain.organizationalDomain());
  }

  /** Whether a source is part of a domain's own infrastructure as far as DNS tells. */
  static boolean isAtHome(SourceFacts source, DomainName organizationalDomain) {
    return isOwnHost(source, organizationalDomain)
        || listing(source).isPresent()
        || meant(source).isPresent()
        || source.now().listedEarlier();
  }

  boolean isOwnHost() {
    return isOwnHost(source, domain.organizationalDomain());
  }

  private static boolean isOwnHost(SourceFacts source, DomainName organizationalDomain) {
    ReverseName reverse = source.now().reverse();
    return reverse != null
        && reverse.confirmed()
        && DomainName.parse(reverse.name())
            .map(name -> name.isWithin(organizationalDomain))
            .orElse(false);
  }

  /** The verdict on a record of the domain that would list the address if it were not broken. */
  Optional<SpfNow> meant() {
    return meant(source);
  }

  private static Optional<SpfNow> meant(SourceFacts source) {
    return source.now().spf().stream()
        .filter(spf -> spf.aligned() && spf.result() == SpfResult.PERMERROR && spf.meant() != null)
        .findFirst();
  }

  /** The verdict by which a record of the domain itself lists the address. */
  Optional<SpfNow> listing() {
    return listing(source);
  }

  private static Optional<SpfNow> listing(SourceFacts source) {
    return source.now().spf().stream().filter(spf -> spf.aligned() && spf.passes()).findFirst();
  }
}
