package dev.plumbline.standing;

import dev.plumbline.dkim.Selector;
import dev.plumbline.dns.DomainName;
import dev.plumbline.standing.SourceTraits.Signature;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the judgement of every source of a domain shares.
 *
 * @param domain the monitored domain
 * @param organizationalDomain its organizational domain; the domain itself until known
 * @param brokenSpf why its SPF record is a permanent error, null if it is not
 * @param parked why it is known to send nothing; null if it is not
 * @param homeSelectors those of aligned signatures that sources of its own infrastructure made: a
 *     signature with one of them, from elsewhere, was passed on
 * @param verifiedSelectors the same of all aligned signatures that verified at any source
 * @param forwardingKin what sources have in common with others that receivers call forwarders
 * @param passingOn sources at which signatures of others arrive, as {@link PassedOn} finds them
 */
public record DomainFacts(
    DomainName domain,
    DomainName organizationalDomain,
    @Nullable String brokenSpf,
    @Nullable Reason parked,
    Set<Selector> homeSelectors,
    Set<Selector> verifiedSelectors,
    Set<String> forwardingKin,
    Set<InetAddress> passingOn) {

  public DomainFacts {
    homeSelectors = Set.copyOf(homeSelectors);
    verifiedSelectors = Set.copyOf(verifiedSelectors);
    forwardingKin = Set.copyOf(forwardingKin);
    passingOn = Set.copyOf(passingOn);
  }

  /**
   * Gathers what the sources of a domain share.
   *
   * @param said what somebody decided about the domain as a whole, null if nobody did
   * @param sources all its sources, named
   */
  public static DomainFacts of(
      DomainRecords records, @Nullable Decision said, Collection<SourceTraits> sources) {
    long messages = 0;
    long signedToday = 0;
    Set<Selector> home = new HashSet<>();
    Set<Selector> verified = new HashSet<>();
    for (SourceTraits source : sources) {
      messages += source.messages();
      signedToday += source.signedToday();
      for (Signature signature : source.signatures()) {
        if (signature.verified()) {
          verified.add(signature.selector());
          if (source.atHome()) {
            home.add(signature.selector());
          }
        }
      }
    }
    boolean signs = signedToday > 0 && signedToday >= SenderJudge.WEIGHT * messages;
    return new DomainFacts(
        records.domain(),
        records.organizationalDomain(),
        brokenSpf(sources),
        parked(records, said, signs),
        home,
        verified,
        sources.stream()
            .filter(SourceTraits::calledForwarder)
            .flatMap(source -> source.kin().stream())
            .collect(Collectors.toSet()),
        PassedOn.sources(sources));
  }

  /** As most mail has it. */
  private static @Nullable String brokenSpf(Collection<SourceTraits> sources) {
    return sources.stream()
        .filter(source -> source.brokenSpf() != null)
        .max(
            Comparator.comparingLong(SourceTraits::messages)
                .thenComparing(source -> String.valueOf(source.brokenSpf())))
        .map(SourceTraits::brokenSpf)
        .orElse(null);
  }

  /** Why a domain is known to send nothing; what somebody said counts before DNS. */
  private static @Nullable Reason parked(
      DomainRecords records, @Nullable Decision said, boolean signs) {
    String domain = records.domain().toString();
    if (said != null && said.verdict() != Decision.Verdict.UNDECIDED) {
      return said.verdict() == Decision.Verdict.OURS
          ? null
          : new Reason.SaidParked(said.decidedBy(), domain);
    }
    // Some domains send by DKIM alone.
    return records.sayParked() && !signs ? new Reason.Parked(domain) : null;
  }

  /** Whether it sends nothing, so that nobody may use it. */
  public boolean isParked() {
    return parked != null;
  }

  /**
   * Whether the judgement of a source may have changed with what the sources share.
   *
   * @param before what they shared when the source was judged
   */
  public boolean concerns(SourceTraits source, DomainFacts before) {
    return !domain.equals(before.domain)
        || !organizationalDomain.equals(before.organizationalDomain)
        || !Objects.equals(brokenSpf, before.brokenSpf)
        || !Objects.equals(parked, before.parked)
        || passingOn.contains(source.ip()) != before.passingOn.contains(source.ip())
        || source.kin().stream()
            .anyMatch(kin -> forwardingKin.contains(kin) != before.forwardingKin.contains(kin))
        || source.signatures().stream()
            .map(Signature::selector)
            .anyMatch(
                selector ->
                    homeSelectors.contains(selector) != before.homeSelectors.contains(selector)
                        || verifiedSelectors.contains(selector)
                            != before.verifiedSelectors.contains(selector));
  }
}
