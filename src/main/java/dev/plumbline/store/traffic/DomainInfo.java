package dev.plumbline.store.traffic;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A monitored domain and what DNS last said about it.
 *
 * @param organizationalDomain by tree walk, null until first asked
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
    @Nullable Instant dnsCheckedAt) {}
