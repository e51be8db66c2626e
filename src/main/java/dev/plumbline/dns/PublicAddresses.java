package dev.plumbline.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses belong to the public Internet. What others publish may lead anywhere, so nothing
 * that they name is connected to unless its address is one of these.
 *
 * <p>After the registries of special-purpose addresses (RFC 6890), read so that what is not known
 * to be public is not.
 */
public final class PublicAddresses {

  private static final List<IpRange> SPECIAL =
      ranges(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "2001::/23",
          "2001:db8::/32",
          "3fff::/20");

  private static final IpRange GLOBAL_UNICAST = range("2000::/3");

  /** RFC 6052: an IPv4 address in its last four octets. */
  private static final IpRange NAT64 = range("64:ff9b::/96");

  /** RFC 3056: an IPv4 address behind the first two octets. */
  private static final IpRange SIX_TO_FOUR = range("2002::/16");

  private PublicAddresses() {}

  /** Whether an address is of the public Internet, also as an IPv4 address within an IPv6 one. */
  public static boolean contain(InetAddress given) {
    InetAddress address = IpAddresses.unmapped(given);
    if (address instanceof Inet6Address) {
      Optional<InetAddress> within = within(address);
      if (within.isPresent()) {
        return contain(within.get());
      }
      if (!GLOBAL_UNICAST.contains(address)) {
        return false;
      }
    }
    return SPECIAL.stream().noneMatch(range -> range.contains(address));
  }

  private static Optional<InetAddress> within(InetAddress address) {
    if (NAT64.contains(address)) {
      return Optional.of(ip4(address, 12));
    }
    return SIX_TO_FOUR.contains(address) ? Optional.of(ip4(address, 2)) : Optional.empty();
  }

  private static InetAddress ip4(InetAddress address, int at) {
    return IpAddresses.ofOctets(Arrays.copyOfRange(address.getAddress(), at, at + 4));
  }

  private static List<IpRange> ranges(String... texts) {
    return Arrays.stream(texts).map(PublicAddresses::range).toList();
  }

  private static IpRange range(String text) {
    return IpRange.parse(text).orElseThrow();
  }
}
