/**
 * Asks today's DNS, in the background, what each source would get now.
 *
 * <p>Start reading at {@link dev.plumbline.recheck.Rechecks}: it runs a round for a monitored
 * domain when it is due, after new reports came in, and when somebody asks. One round ({@code
 * Round}) evaluates SPF of every active source for the domains its mail used and for the monitored
 * domain itself (RFC 7208), if the answers it rests on changed ({@code Basis}). It looks up the key
 * of every selector seen (RFC 6376), the reverse names, and the domain's own records for SPF, DMARC
 * (RFC 9989), MX, MTA-STS, TLS-RPT and BIMI, and keeps how they change.
 *
 * <p>Concurrency lives here: the protocol rooms are plain blocking code, asked by a bounded number
 * of threads. DNS trouble is never a verdict: the last known one stays, with since when it is
 * unknown.
 *
 * <p>What this room does not do: judge, or run inside an intake transaction or a page.
 */
@NullMarked
package dev.plumbline.recheck;

import org.jspecify.annotations.NullMarked;
