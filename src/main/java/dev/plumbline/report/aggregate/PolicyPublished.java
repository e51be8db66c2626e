package dev.plumbline.report.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * The DMARC policy a reporter saw (RFC 9990 section 3.1.1.5). Texts are trimmed and in lower case
 * as far as the protocol compares them without case; a value outside the RFC's set is kept as
 * written.
 *
 * @param domain the policy domain, lower case without final dot; empty if the report has none
 * @param p policy asked for the domain, null if absent
 * @param sp policy asked for its subdomains, null if absent or empty
 * @param np policy asked for names that do not exist, null if absent or empty
 * @param adkim DKIM alignment {@code r} or {@code s}, null if absent
 * @param aspf SPF alignment {@code r} or {@code s}, null if absent
 * @param pct percentage (RFC 7489 only), null if absent
 * @param fo failure reporting options, null if absent
 * @param testing the {@code t} tag (RFC 9990), null if absent
 * @param discoveryMethod {@code psl} or {@code treewalk} (RFC 9990), null if absent
 */
public record PolicyPublished(
    String domain,
    @Nullable String p,
    @Nullable String sp,
    @Nullable String np,
    @Nullable String adkim,
    @Nullable String aspf,
    @Nullable Integer pct,
    @Nullable String fo,
    @Nullable Boolean testing,
    @Nullable String discoveryMethod) {}
