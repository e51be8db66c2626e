/**
 * DMARC records: reads them, finds the one that applies to a domain, compares domains, finds
 * mistakes and writes records.
 *
 * <p>RFC 9989; records written for RFC 7489 are understood, their retired tags {@code pct}, {@code
 * rf} and {@code ri} kept for those who still act on them. Sections: 4.7 the record, 4.10 the tree
 * walk, 4.10.1 policy discovery, 4.10.2 organizational domains and alignment; RFC 9990 section 4
 * for destinations of reports outside the organization.
 *
 * <p>It does not judge messages. The public suffix list, which RFC 9989 gave up, serves one
 * purpose: to say where receivers that still use it come to something else.
 *
 * <p>Start reading with {@link dev.plumbline.dmarc.PolicyDiscovery#lookup} and {@link
 * dev.plumbline.dmarc.DmarcLinter}; {@link dev.plumbline.dmarc.DmarcRule} names every mistake
 * known.
 */
@NullMarked
package dev.plumbline.dmarc;

import org.jspecify.annotations.NullMarked;
