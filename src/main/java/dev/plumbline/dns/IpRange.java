package dev.plumbline.dns;

import java.net.InetAddress;
import java.util.Optional;

/**
 * All addresses that share their leading bits, such as {@code 192.0.2.0/24}.
 *
 * @param network the lowest address of the range; the bits behind the prefix are zero
 * @param prefix how many leading bits are shared: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record IpRange(InetAddress network, int prefix) {

  /** Clears the bits behind the prefix, so that equal ranges are equal objects. */
  public IpRange {
    byte[] octets = network.getAddress();
    if (prefix < 0 || prefix > octets.length * 8) {
      throw new IllegalArgumentException(
          "A prefix of " + prefix + " bits does not fit an address of " + octets.length * 8);
    }
    for (int bit = prefix; bit < octets.length * 8; bit++) {
      octets[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    network = octets.length == 4 ? IpAddresses.ofOctets(octets) : IpAddresses.ip6OfOctets(octets);
  }

  /** The range of this one address. */
  public static IpRange of(InetAddress address) {
    return new IpRange(address, address.getAddress().length * 8);
  }

  /** Reads {@code address} or {@code address/prefix}; an IPv4-mapped IPv6 network stays IPv6. */
  public static Optional<IpRange> parse(String text) {
    int slash = text.indexOf('/');
    String addressText = slash < 0 ? text : text.substring(0, slash);
    Optional<InetAddress> address =
        addressText.indexOf(':') < 0
            ? IpAddresses.parseIp4(addressText)
            : IpAddresses.parseIp6(addressText);
    if (slash < 0 || address.isEmpty()) {
      return address.map(IpRange::of);
    }
    String prefix = text.substring(slash + 1);
    if (!prefix.matches("0|[1-9][0-9]{0,2}")) {
      return Optional.empty();
    }
    int bits = Integer.parseInt(prefix);
    return bits > address.get().getAddress().length * 8
        ? Optional.empty()
        : Optional.of(new IpRange(address.get(), bits));
  }

  /** Whether the address is of the same family and shares the leading bits. */
  public boolean contains(InetAddress address) {
    byte[] ours = network.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    int whole = prefix / 8;
    for (int i = 0; i < whole; i++) {
      if (ours[i] != theirs[i]) {
        return false;
      }
    }
    int rest = prefix % 8;
    return rest == 0 || (ours[whole] ^ theirs[whole]) >> (8 - rest) == 0;
  }

  /** {@code network/prefix}, the prefix left out if the range is one address. */
  @Override
  public String toString() {
    boolean single = prefix == network.getAddress().length * 8;
    return IpAddresses.toText(network) + (single ? "" : "/" + prefix);
  }
}
