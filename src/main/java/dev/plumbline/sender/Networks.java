package dev.plumbline.sender;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.sender.AddressData.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** Names an address by its network, where nothing else does. */
final class Networks {

  private static final int IP4_NETWORK = 24;
  private static final int IP6_NETWORK = 48;

  private Networks() {}

  static Sender sender(AddressData addresses, InetAddress ip) {
    Optional<Network> network = addresses.network(ip);
    if (network.isPresent()) {
      String organization = network.get().organization();
      return new Sender(
          "asn:" + network.get().number(),
          organization.isEmpty()
              ? network.get().label()
              : organization + " (AS" + network.get().number() + ")",
          "asn",
          null,
          List.of());
    }
    String range = networkOf(ip);
    return new Sender("network:" + range, range, "network", null, List.of());
  }

  static String why(AddressData addresses, InetAddress ip) {
    return addresses.network(ip).isPresent()
        ? "Nothing but the network names it."
        : "Nothing but the address names it.";
  }

  static String networkOf(InetAddress ip) {
    int prefix = ip instanceof Inet4Address ? IP4_NETWORK : IP6_NETWORK;
    byte[] bytes = ip.getAddress();
    for (int i = prefix / 8; i < bytes.length; i++) {
      bytes[i] = 0;
    }
    try {
      return IpAddresses.toText(InetAddress.getByAddress(bytes)) + "/" + prefix;
    } catch (UnknownHostException e) {
      throw new AssertionError("An address keeps its length", e);
    }
  }
}
