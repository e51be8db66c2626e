package dev.plumbline.store.traffic;

import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dns.DomainName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A monitored domain and what DNS last said about it.
 *
 * @param organizationalDomain by tree walk, null until DNS first answered
 * @param dmarcRecord the DMARC record that applies, null if there is none or it was not asked yet
 * @param adkim how closely DKIM has to agree
 * @param aspf how closely SPF has to agree
 * @param spfRecord the SPF record, null if there is none or it was not asked yet
 * @param dnsCheckedAt when DNS was last asked, null if never
 */
public record DomainInfo(
    long id,
    String name,
    @Nullable DomainName organizationalDomain,
    @Nullable String dmarcRecord,
    Alignment.Mode adkim,
    Alignment.Mode aspf,
    @Nullable String spfRecord,
    @Nullable Instant dnsCheckedAt) {
  /** The name; the root, which no mail is from, if it is no domain name. */
  public DomainName domain() {
    return DomainName.parse(name).orElse(DomainName.ROOT);
  }

  /**
   * Whether DNS ever answered for its own records: until then none of them is known to be missing.
   */
  public boolean isKnown() {
    return organizationalDomain != null && dnsCheckedAt != null;
  }

  /** Whether it is an organizational domain, or may be one for all that is known. */
  public boolean isOrganizational() {
    return organizationalDomain == null || organizationalDomain.equals(domain());
  }

  /** The organizational domain; the domain itself until it is known. */
  public DomainName organizational() {
    return organizationalDomain == null ? domain() : organizationalDomain;
  }
}
