/**
 * The judgement of a domain's transport security: what TLS reports say (RFC 8460), beside what is
 * published now (RFC 8461, RFC 6698), whether {@code mode: enforce} is safe, and each failure in
 * words.
 *
 * <p>Start reading at {@link dev.plumbline.standing.transport.TransportReadiness}. What was not
 * asked, or not answered, is not known: nothing is concluded from it.
 */
@NullMarked
package dev.plumbline.standing.transport;

import org.jspecify.annotations.NullMarked;
