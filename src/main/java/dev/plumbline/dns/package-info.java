/**
 * Domain names, IP addresses and ranges, tag lists, and the questions every protocol room asks of
 * DNS.
 *
 * <p>RFC 1034 and 1035 (names), RFC 4343 (case), RFC 5952 (IPv6 text), RFC 3596 ({@code ip6.arpa}),
 * RFC 6376 section 3.2 (tag lists).
 *
 * <p>The room opens no socket: {@link dev.plumbline.dns.Dns} is the seam, and the {@code resolver}
 * room is what stands behind it in a running process. Before it may stand {@link
 * dev.plumbline.dns.RememberedDns}, which asks each {@link dev.plumbline.dns.Question} once, and
 * {@link dev.plumbline.dns.ProposedDns}, for records not yet published. Nothing here calls {@code
 * InetAddress.getByName}, which may ask DNS when handed a name; {@link
 * dev.plumbline.dns.IpAddresses} reads literals instead. An IPv4-mapped IPv6 address is read as the
 * IPv4 address it carries, since SPF judges it so and reports mean the same host by either.
 *
 * <p>It does not know DNSSEC, public suffixes, or internationalized names: names arrive as A-labels
 * (RFC 5890).
 *
 * <p>Start reading with {@link dev.plumbline.dns.Dns} and {@link dev.plumbline.dns.DnsAnswer}.
 */
@NullMarked
package dev.plumbline.dns;

import org.jspecify.annotations.NullMarked;
