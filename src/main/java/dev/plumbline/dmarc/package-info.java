/**
 * DMARC records: reads them, finds the one that applies to a domain, and compares domains.
 *
 * <p>RFC 9989; records written for RFC 7489 are understood, their retired tags {@code pct}, {@code
 * rf} and {@code ri} kept for those who still act on them. Sections: 4.7 the record, 4.10 the tree
 * walk, 4.10.1 policy discovery, 4.10.2 organizational domains and alignment.
 *
 * <p>It does not judge messages, check whether an author domain exists (that chooses between {@code
 * sp} and {@code np} and is the caller's to know), or use the public suffix list, which RFC 9989
 * gave up.
 *
 * <p>Start reading with {@link dev.plumbline.dmarc.PolicyDiscovery#discover}.
 */
@NullMarked
package dev.plumbline.dmarc;

import org.jspecify.annotations.NullMarked;
