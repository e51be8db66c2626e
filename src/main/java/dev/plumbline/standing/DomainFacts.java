package dev.plumbline.standing;

import dev.plumbline.dns.DomainName;
import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the judgement of every source of a domain shares.
 *
 * @param domain the monitored domain
 * @param organizationalDomain its organizational domain; the domain itself until known
 * @param brokenSpf why its SPF record is a permanent error, null if it is not
 * @param parked why it is known to send nothing; null if it is not
 * @param homeSelectors {@code selector._domainkey.domain} of aligned signatures that sources of its
 *     own infrastructure made: a signature with one of them, from elsewhere, was passed on
 * @param verifiedSelectors the same of all aligned signatures that verified at any source
 * @param passingOn sources at which signatures of others arrive, as {@link PassedOn} finds them
 */
public record DomainFacts(
    DomainName domain,
    DomainName organizationalDomain,
    @Nullable String brokenSpf,
    @Nullable Reason parked,
    Set<String> homeSelectors,
    Set<String> verifiedSelectors,
    Set<InetAddress> passingOn) {

  public DomainFacts {
    homeSelectors = Set.copyOf(homeSelectors);
    verifiedSelectors = Set.copyOf(verifiedSelectors);
    passingOn = Set.copyOf(passingOn);
  }

  /** A domain of which no source was looked at yet. */
  public static DomainFacts of(
      DomainName domain,
      DomainName organizationalDomain,
      @Nullable String brokenSpf,
      @Nullable Reason parked) {
    return new DomainFacts(
        domain, organizationalDomain, brokenSpf, parked, Set.of(), Set.of(), Set.of());
  }

  /** Whether it sends nothing, so that nobody may use it. */
  public boolean isParked() {
    return parked != null;
  }

  /** How {@link #homeSelectors} names a selector. */
  public static String selectorName(String domain, String selector) {
    return selector + "._domainkey." + domain;
  }
}
