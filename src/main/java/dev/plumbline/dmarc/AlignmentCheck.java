package dev.plumbline.dmarc;

import dev.plumbline.dns.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * Whether an author domain and an authenticated domain belong together (RFC 9989 section 4.4).
 *
 * @param identifier the domain SPF or DKIM vouched for
 * @param authorOrganization the organizational domain of the author domain, by the tree walk
 * @param identifierOrganization that of the other
 * @param relaxed whether both organizational domains are the same
 * @param relaxedByList the same for receivers that use the public suffix list
 * @param failure one sentence if DNS did not answer, so that nothing is certain; else null
 */
public record AlignmentCheck(
    DomainName author,
    DomainName identifier,
    DomainName authorOrganization,
    DomainName identifierOrganization,
    boolean relaxed,
    boolean relaxedByList,
    @Nullable String failure) {

  /** Whether both are the same name. */
  public boolean strict() {
    return author.equals(identifier);
  }

  /** Whether they are aligned under a mode. */
  public boolean aligned(Alignment.Mode mode) {
    return mode == Alignment.Mode.STRICT ? strict() : relaxed;
  }
}
