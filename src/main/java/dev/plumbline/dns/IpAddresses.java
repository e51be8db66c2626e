package dev.plumbline.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes IP address literals without ever asking DNS.
 *
 * <p>Strict: four decimal numbers without leading zeros for IPv4; the forms of RFC 4291 section 2.2
 * for IPv6, without brackets, zone or prefix length.
 */
public final class IpAddresses {

  private static final int IP4_OCTETS = 4;
  private static final int IP6_OCTETS = 16;
  private static final int IP6_GROUPS = 8;

  private IpAddresses() {}

  /** Reads an IPv4 or IPv6 literal; an IPv4-mapped IPv6 address becomes the IPv4 address. */
  public static Optional<InetAddress> parse(String text) {
    return text.indexOf(':') < 0 ? parseIp4(text) : parseIp6(text).map(IpAddresses::unmapped);
  }

  /** Reads a dotted quad. */
  public static Optional<InetAddress> parseIp4(String text) {
    byte[] octets = new byte[IP4_OCTETS];
    return readIp4(text, octets, 0) ? Optional.of(ofOctets(octets)) : Optional.empty();
  }

  /**
   * Reads an IPv6 literal, which may end in a dotted quad. An IPv4-mapped one stays IPv6 here, as
   * the network of an {@code ip6:} mechanism must.
   */
  public static Optional<InetAddress> parseIp6(String text) {
    int gap = text.indexOf("::");
    List<Integer> head = new ArrayList<>();
    List<Integer> tail = new ArrayList<>();
    boolean read =
        gap < 0
            ? readGroups(text, true, head)
            : readGroups(text.substring(0, gap), false, head)
                && readGroups(text.substring(gap + 2), true, tail);
    int groups = head.size() + tail.size();
    if (!read || (gap < 0 ? groups != IP6_GROUPS : groups >= IP6_GROUPS)) {
      return Optional.empty();
    }
    byte[] octets = new byte[IP6_OCTETS];
    for (int i = 0; i < head.size(); i++) {
      putGroup(octets, i, head.get(i));
    }
    for (int i = 0; i < tail.size(); i++) {
      putGroup(octets, IP6_GROUPS - tail.size() + i, tail.get(i));
    }
    return Optional.of(ip6OfOctets(octets));
  }

  /** The IPv4 address inside an IPv4-mapped IPv6 address; any other address unchanged. */
  public static InetAddress unmapped(InetAddress address) {
    byte[] octets = address.getAddress();
    if (octets.length == IP4_OCTETS) {
      return address;
    }
    // getByAddress turns the mapped form into an Inet4Address, and leaves the others alone.
    return ofOctets(octets);
  }

  /** The address in the form of RFC 5952, or as a dotted quad. */
  public static String toText(InetAddress address) {
    byte[] octets = address.getAddress();
    if (octets.length == IP4_OCTETS) {
      return dottedQuad(octets, 0);
    }
    // RFC 5952 section 5: the mapped prefix is well known, so the rest is a dotted quad.
    if (unmapped(address) instanceof Inet4Address) {
      return "::ffff:" + dottedQuad(octets, 12);
    }
    int[] groups = new int[IP6_GROUPS];
    for (int i = 0; i < IP6_GROUPS; i++) {
      groups[i] = (octets[2 * i] & 0xFF) << 8 | (octets[2 * i + 1] & 0xFF);
    }
    return compressed(groups);
  }

  /**
   * Whether only machines of one's own network can come from an address: loopback, private (RFC
   * 1918, RFC 4193), shared with one's provider (RFC 6598), link-local.
   */
  public static boolean isOfOwnNetwork(InetAddress given) {
    InetAddress address = unmapped(given);
    byte[] octets = address.getAddress();
    boolean ip4 = octets.length == IP4_OCTETS;
    boolean uniqueLocal = !ip4 && (octets[0] & 0xFE) == 0xFC;
    boolean shared = ip4 && octets[0] == 100 && (octets[1] & 0xC0) == 0x40;
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || uniqueLocal
        || shared;
  }

  /** The name that holds the PTR records of an address (RFC 1035 section 3.5, RFC 3596). */
  public static DomainName reverseName(InetAddress address) {
    InetAddress plain = unmapped(address);
    List<String> labels = new ArrayList<>();
    for (byte octet : plain.getAddress()) {
      int value = octet & 0xFF;
      if (plain instanceof Inet4Address) {
        labels.add(Integer.toString(value));
      } else {
        labels.add(Integer.toHexString(value >> 4));
        labels.add(Integer.toHexString(value & 0xF));
      }
    }
    Collections.reverse(labels);
    labels.add(plain instanceof Inet4Address ? "in-addr" : "ip6");
    labels.add("arpa");
    return DomainName.of(String.join(".", labels));
  }

  static InetAddress ofOctets(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError("An address has 4 or 16 octets, not " + octets.length, e);
    }
  }

  /** Like {@link #ofOctets}, for 16 octets, keeping the IPv4-mapped form. */
  static InetAddress ip6OfOctets(byte[] octets) {
    try {
      return Inet6Address.getByAddress(null, octets, -1);
    } catch (UnknownHostException e) {
      throw new AssertionError("An IPv6 address has 16 octets, not " + octets.length, e);
    }
  }

  /** Reads groups between colons; a dotted quad may take the place of the last two. */
  private static boolean readGroups(String text, boolean mayEndInIp4, List<Integer> groups) {
    if (text.isEmpty()) {
      return true;
    }
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      byte[] quad = new byte[IP4_OCTETS];
      if (mayEndInIp4 && i == parts.length - 1 && readIp4(part, quad, 0)) {
        groups.add((quad[0] & 0xFF) << 8 | (quad[1] & 0xFF));
        groups.add((quad[2] & 0xFF) << 8 | (quad[3] & 0xFF));
      } else if (isHexGroup(part) && groups.size() < IP6_GROUPS) {
        groups.add(Integer.parseInt(part, 16));
      } else {
        return false;
      }
    }
    return true;
  }

  private static boolean isHexGroup(String text) {
    return !text.isEmpty()
        && text.length() <= 4
        && text.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
  }

  private static boolean readIp4(String text, byte[] octets, int at) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != IP4_OCTETS) {
      return false;
    }
    for (int i = 0; i < IP4_OCTETS; i++) {
      int value = readOctet(parts[i]);
      if (value < 0) {
        return false;
      }
      octets[at + i] = (byte) value;
    }
    return true;
  }

  /** A number from 0 to 255 without leading zeros, else -1. */
  private static int readOctet(String text) {
    if (text.isEmpty() || text.length() > 3 || (text.length() > 1 && text.charAt(0) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value <= 255 ? value : -1;
  }

  private static void putGroup(byte[] octets, int group, int value) {
    octets[2 * group] = (byte) (value >> 8);
    octets[2 * group + 1] = (byte) value;
  }

  private static String dottedQuad(byte[] octets, int from) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < from + IP4_OCTETS; i++) {
      text.append(i == from ? "" : ".").append(octets[i] & 0xFF);
    }
    return text.toString();
  }

  // RFC 5952 section 4.2: "::" stands for the first of the longest runs of two or more zero groups.
  private static String compressed(int[] groups) {
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < groups.length; i++) {
      int length = 0;
      while (i + length < groups.length && groups[i + length] == 0) {
        length++;
      }
      if (length > runLength) {
        runStart = i;
        runLength = length;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
        continue;
      }
      if (i > 0 && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
