package dev.plumbline.store.traffic;

import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dns.DomainName;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A monitored domain and what DNS last said about it.
 *
 * @param organizationalDomain by tree walk, null until DNS first answered
 * @param dmarcRecord the DMARC record that applies, null if there is none or it was not asked yet
 * @param adkim DKIM alignment asked for, {@code r} or {@code s}
 * @param aspf SPF alignment asked for, {@code r} or {@code s}
 * @param spfRecord the SPF record, null if there is none or it was not asked yet
 * @param dnsCheckedAt when DNS was last asked, null if never
 */
public record DomainInfo(
    long id,
    String name,
    @Nullable String organizationalDomain,
    @Nullable String dmarcRecord,
    String adkim,
    String aspf,
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

  /** The organizational domain; the domain itself until it is known. */
  public DomainName organizational() {
    return Optional.ofNullable(organizationalDomain)
        .flatMap(DomainName::parse)
        .orElseGet(this::domain);
  }

  /** How closely DKIM has to agree. */
  public Alignment.Mode dkimAlignment() {
    return Alignment.Mode.ofWire(adkim);
  }

  /** How closely SPF has to agree. */
  public Alignment.Mode spfAlignment() {
    return Alignment.Mode.ofWire(aspf);
  }
}
