/**
 * Asks real DNS servers, and stands behind {@link dev.plumbline.dns.Dns} in a running process.
 *
 * <p>RFC 1034 and 1035, RFC 2308 (how long a "no" may be kept), RFC 4592 (wildcards of the zone
 * file), RFC 7766 (TCP after a truncated answer). dnsjava carries the messages; this is the only
 * room that imports it.
 *
 * <p>A question goes to the servers in turn, is tried again, and is cached for its TTL; equal
 * questions asked at the same time share one message. A zone file may be laid over DNS: names under
 * an apex it holds are answered from it alone, and it is read again when it changes. With {@code
 * plumbline.dns.servers=none} nothing leaves the machine.
 *
 * <p>{@link dev.plumbline.resolver.HttpPolicyFiles} fetches the policy files of MTA-STS (RFC 8461
 * section 3.3), the one thing a domain says of its mail by another way than DNS.
 *
 * <p>It does not resolve from the root, and trusts its servers: no DNSSEC validation. Only one that
 * says that even the root does not exist, or that a name exists that cannot, is not believed.
 * Delegations inside the zone file are ignored.
 *
 * <p>Start reading with {@link dev.plumbline.resolver.DnsResolver}, which needs no container; the
 * container's part is {@code ResolverProducer}. {@code ServerPool} talks to servers, {@code
 * ZoneOverlay} to the file.
 */
@NullMarked
package dev.plumbline.resolver;

import org.jspecify.annotations.NullMarked;
