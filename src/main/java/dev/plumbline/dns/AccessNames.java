package dev.plumbline.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reverse names that access providers give to all addresses of their customers. They tell where an
 * address is, and nothing about who sends from it.
 */
public final class AccessNames {

  private static final Set<String> WORDS =
      Set.of(
          "dyn",
          "dynamic",
          "dynip",
          "dip",
          "dhcp",
          "pool",
          "pools",
          "ppp",
          "pppoe",
          "dsl",
          "adsl",
          "vdsl",
          "xdsl",
          "sdsl",
          "cable",
          "cablemodem",
          "fttx",
          "ftth",
          "fiber",
          "broadband",
          "dialup",
          "dial",
          "cust",
          "customer",
          "customers",
          "client",
          "clients",
          "subscriber",
          "residential",
          "wifi",
          "mobile",
          "lte",
          "umts",
          "gprs",
          "hsi");

  private static final Pattern BETWEEN = Pattern.compile("[.\\-_]");
  private static final Pattern DIGITS_AROUND = Pattern.compile("^[0-9]+|[0-9]+$");
  private static final Pattern NO_DIGITS = Pattern.compile("[^0-9]+");

  private AccessNames() {}

  /**
   * Whether a name is one of those.
   *
   * @param name the reverse name of the address
   */
  public static boolean isAccess(String name, InetAddress ip) {
    String lower = name.toLowerCase(Locale.ROOT);
    List<String> labels = List.of(lower.split("\\.", -1));
    // The registered name itself may be that of a cable company or a company named Pool.
    String below = String.join(".", labels.subList(0, Math.max(0, labels.size() - 2)));
    for (String word : BETWEEN.split(below, -1)) {
      if (WORDS.contains(DIGITS_AROUND.matcher(word).replaceAll(""))) {
        return true;
      }
    }
    return ip instanceof Inet4Address && holds(below, ip.getAddress());
  }

  /** Whether all four numbers of an address follow each other, in either direction, or in hex. */
  private static boolean holds(String name, byte[] address) {
    List<String> octets = new ArrayList<>();
    StringBuilder hex = new StringBuilder();
    StringBuilder padded = new StringBuilder();
    for (byte octet : address) {
      octets.add(String.valueOf(octet & 0xff));
      hex.append(String.format("%02x", octet & 0xff));
      padded.append(String.format("%03d", octet & 0xff));
    }
    if (name.contains(hex) || name.contains(padded)) {
      return true;
    }
    List<String> numbers = new ArrayList<>();
    for (String number : NO_DIGITS.split(name, -1)) {
      if (!number.isEmpty()) {
        numbers.add(number.replaceFirst("^0+(?=[0-9])", ""));
      }
    }
    List<String> reversed = new ArrayList<>(octets);
    Collections.reverse(reversed);
    return Collections.indexOfSubList(numbers, octets) >= 0
        || Collections.indexOfSubList(numbers, reversed) >= 0;
  }
}
