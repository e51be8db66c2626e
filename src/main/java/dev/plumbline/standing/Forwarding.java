package dev.plumbline.standing;

import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedOverride;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a source passes on mail that others sent. */
final class Forwarding {

  private Forwarding() {}

  /** What shows that it does; empty if nothing does, or if it is of the domain's own hosts. */
  static Optional<Reason> evidence(
      SourceFacts source,
      DomainFacts domain,
      Recognition recognition,
      @Nullable Decision decision,
      @Nullable Service service) {
    if (recognition.isAtHome()) {
      return Optional.empty();
    }
    Optional<Reason> called = called(source);
    if (called.isPresent()) {
      return called;
    }
    boolean passesOurs = passesOurs(source, domain);
    if (service != null && !passesOurs && isKnown(service, decision)) {
      return Optional.of(new Reason.KnownForwarder(service.name(), service.label()));
    }
    if (domain.passingOn().contains(source.ip())) {
      return Optional.of(new Reason.PassesServicesOn());
    }
    return passesOurs ? Optional.of(new Reason.PassesOursOn()) : likeItsSiblings(source, domain);
  }

  /** Broken signatures with our selectors arrive from it, as from others of its name. */
  private static Optional<Reason> likeItsSiblings(SourceFacts source, DomainFacts domain) {
    boolean broken =
        source.dkim().stream()
            .filter(dkim -> dkim.aligned() && !dkim.passed())
            .anyMatch(dkim -> dkim.key().filter(domain.verifiedSelectors()::contains).isPresent());
    return !broken || source.spfPassMessages() > 0
        ? Optional.empty()
        : Kin.of(source).stream()
            .filter(domain.forwardingKin()::contains)
            .findFirst()
            .map(kin -> new Reason.LikeItsSiblings(kin.substring(kin.indexOf(':') + 1)));
  }

  /** Whether receivers say that it passes mail on. */
  static boolean isCalled(SourceFacts source) {
    return called(source).isPresent();
  }

  /** Receivers gave forwarding as the reason not to do what the policy asked. */
  private static Optional<Reason> called(SourceFacts source) {
    long overridden =
        source.overrides().stream()
            .filter(ReportedOverride::isForwarding)
            .mapToLong(ReportedOverride::messages)
            .sum();
    return Shares.isOverridden(overridden, source.messages())
        ? Optional.of(new Reason.CalledForwarder(overridden, source.messages()))
        : Optional.empty();
  }

  /** Signatures that only our own servers make arrive from it, while SPF never passes. */
  private static boolean passesOurs(SourceFacts source, DomainFacts domain) {
    List<ReportedDkim> survived =
        source.dkim().stream().filter(dkim -> dkim.aligned() && dkim.passed()).toList();
    return isLookedAt(source)
        && !survived.isEmpty()
        && source.spfPassMessages() == 0
        && survived.stream()
            .allMatch(
                signature -> signature.key().filter(domain.homeSelectors()::contains).isPresent());
  }

  /** Before DNS answered for it, a host of the domain's own is like any other. */
  static boolean isLookedAt(SourceFacts source) {
    List<SpfNow> spf = source.now().spf();
    return source.now().checkedAt() != null
        && (spf.isEmpty() || spf.stream().anyMatch(one -> one.known() || one.hangsOnMore()));
  }

  private static boolean isKnown(Service service, @Nullable Decision decision) {
    boolean ours = decision != null && decision.verdict() == Decision.Verdict.OURS;
    return service.role() == Service.Role.PASSES_ON && !ours;
  }
}
