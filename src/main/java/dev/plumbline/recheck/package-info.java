/**
 * Asks today's DNS, in the background, what each source would get now.
 *
 * <p>Start reading at {@link dev.plumbline.recheck.Rechecks}: it runs a round for a monitored
 * domain when it is due and when somebody asks, and checks what is new after reports came in. One
 * round ({@code Round}) asks for the domain's own records ({@code OwnRecords}: SPF, DMARC by RFC
 * 9989, MX, MTA-STS, TLS-RPT and BIMI), evaluates SPF of every active source for the domains its
 * mail used and for the monitored domain itself ({@code SpfChecks}, RFC 7208), if the answers it
 * rests on changed ({@code Basis}), looks up the key of every selector seen ({@code KeyChecks}, RFC
 * 6376) and the names of sources ({@code ReverseNames}), and keeps how all that changes. What they
 * share is a {@code Visit}. Whatever was found otherwise wants the domain judged, in the
 * transaction that keeps it: a process that dies in the middle of a round leaves nothing unjudged.
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
