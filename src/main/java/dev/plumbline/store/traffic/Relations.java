package dev.plumbline.store.traffic;

import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dmarc.PublicSuffixes;
import dev.plumbline.dns.DomainName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How identities stand to the names that mail of a domain bears; each is worked out once. */
final class Relations {

  private final DomainInfo domain;
  private final DomainName author;
  private final DomainName organizational;

  // A domain has few of them, whatever the number of its sources.
  private final Map<Names, Boolean> alignments = new HashMap<>();
  private final Map<Names, Boolean> relations = new HashMap<>();

  private record Names(String headerFrom, String identity, boolean dkim) {}

  Relations(DomainInfo domain) {
    this.domain = domain;
    this.author = domain.domain();
    this.organizational = domain.organizational();
  }

  boolean aligned(String headerFrom, String identity, boolean dkim) {
    return alignments.computeIfAbsent(
        new Names(headerFrom, identity, dkim), names -> areAligned(headerFrom, identity, dkim));
  }

  private boolean areAligned(String headerFrom, String identity, boolean dkim) {
    Alignment.Mode mode = dkim ? domain.adkim() : domain.aspf();
    Optional<DomainName> other = DomainName.parse(identity);
    return other.isPresent()
        && Alignment.aligned(
            DomainName.parse(headerFrom).orElse(author), other.get(), mode, organizational);
  }

  /** Whether receivers may hold them to be aligned, whichever way they find the organization. */
  boolean related(String headerFrom, String identity) {
    return relations.computeIfAbsent(
        new Names(headerFrom, identity, true), names -> areRelated(headerFrom, identity));
  }

  private boolean areRelated(String headerFrom, String identity) {
    Optional<DomainName> other = DomainName.parse(identity);
    DomainName from = DomainName.parse(headerFrom).orElse(author);
    return other.isPresent()
        && (Alignment.aligned(from, other.get(), Alignment.Mode.RELAXED, organizational)
            || PublicSuffixes.organizationalDomain(from)
                .equals(PublicSuffixes.organizationalDomain(other.get())));
  }

  /** Whether an identity is a name of the domain's own organization. */
  boolean isOfOrganization(String identity) {
    return DomainName.parse(identity).map(name -> name.isWithin(organizational)).orElse(false);
  }
}
