package dev.plumbline.spf;

import dev.plumbline.dns.IpRange;
import java.net.InetAddress;

/**
 * A range of addresses as numbers, for comparing without allocating.
 *
 * @param ip6 the family; an IPv4-mapped network is IPv6
 * @param high the upper 64 bits of the lowest address; zero for IPv4
 * @param low the lower 64 bits; the whole address for IPv4
 * @param highMask ones where the upper bits must agree
 * @param lowMask ones where the lower bits must agree
 */
record AddressRange(boolean ip6, long high, long low, long highMask, long lowMask) {

  private static final int IP4_BITS = 32;
  private static final int WORD_BITS = 64;

  static AddressRange of(IpRange range) {
    return of(range.network(), range.prefix());
  }

  /** All addresses of the same family that share this many leading bits. */
  static AddressRange of(InetAddress address, int prefix) {
    byte[] octets = address.getAddress();
    boolean ip6 = octets.length > IP4_BITS / Byte.SIZE;
    long high = ip6 ? word(octets, 0, 8) : 0;
    long low = ip6 ? word(octets, 8, 16) : word(octets, 0, 4);
    long highMask = ip6 ? leadingOnes(prefix) : -1;
    long lowMask = ip6 ? leadingOnes(prefix - WORD_BITS) : leadingOnes(prefix + IP4_BITS);
    return new AddressRange(ip6, high & highMask, low & lowMask, highMask, lowMask);
  }

  /** The range of one address. */
  static AddressRange of(InetAddress address) {
    return of(address, address.getAddress().length * Byte.SIZE);
  }

  boolean contains(AddressRange address) {
    return contains(address.ip6, address.high, address.low);
  }

  boolean contains(boolean ofIp6, long highBits, long lowBits) {
    return ip6 == ofIp6 && (highBits & highMask) == high && (lowBits & lowMask) == low;
  }

  static long word(byte[] octets, int from, int to) {
    long word = 0;
    for (int i = from; i < to; i++) {
      word = word << Byte.SIZE | (octets[i] & 0xFF);
    }
    return word;
  }

  private static long leadingOnes(int count) {
    if (count <= 0) {
      return 0;
    }
    return count >= WORD_BITS ? -1L : -1L << (WORD_BITS - count);
  }
}
