package dev.plumbline.spf.advice;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.IpRange;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Guesses the addresses that a mistyped value stands for. */
final class RangeGuess {

  private static final Pattern NETMASK = Pattern.compile("([0-9.]+)/(255\\.[0-9.]+|0\\.0\\.0\\.0)");
  private static final Pattern SPAN = Pattern.compile("([0-9.]+)-([0-9.]+)");
  private static final Pattern PARTIAL =
      Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){0,3})((?:\\.[*x]?)*)(/[0-9]{1,2})?");

  /** A span of addresses gives at most this many ranges; more is no slip of the keyboard. */
  private static final int MAX_RANGES = 16;

  private RangeGuess() {}

  /** The ip4 and ip6 terms for a value that is an address, a range or something close to it. */
  static Optional<String> terms(String value, String sign) {
    return IpRange.parse(value)
        .map(List::of)
        .or(() -> netmask(value))
        .or(() -> span(value))
        .or(() -> partial(value))
        .map(ranges -> written(ranges, sign));
  }

  private static String written(List<IpRange> ranges, String sign) {
    List<String> terms = new ArrayList<>();
    for (IpRange range : ranges) {
      String name = range.network().getAddress().length == 4 ? "ip4:" : "ip6:";
      terms.add(sign + name + range);
    }
    return String.join(" ", terms);
  }

  private static Optional<List<IpRange>> netmask(String value) {
    Matcher m = NETMASK.matcher(value);
    if (!m.matches()) {
      return Optional.empty();
    }
    Optional<InetAddress> address = IpAddresses.parseIp4(m.group(1));
    Optional<InetAddress> mask = IpAddresses.parseIp4(m.group(2));
    if (address.isEmpty() || mask.isEmpty()) {
      return Optional.empty();
    }
    long bits = number(mask.get());
    int prefix = Long.bitCount(bits);
    boolean leading = bits == (0xFFFFFFFFL << (32 - prefix) & 0xFFFFFFFFL);
    return leading ? Optional.of(List.of(new IpRange(address.get(), prefix))) : Optional.empty();
  }

  /** {@code 192.0.2.4-192.0.2.9} */
  private static Optional<List<IpRange>> span(String value) {
    Matcher m = SPAN.matcher(value);
    if (!m.matches()) {
      return Optional.empty();
    }
    Optional<InetAddress> first = IpAddresses.parseIp4(m.group(1));
    String lastText =
        m.group(2).indexOf('.') >= 0
            ? m.group(2)
            : m.group(1).substring(0, m.group(1).lastIndexOf('.') + 1) + m.group(2);
    Optional<InetAddress> last = IpAddresses.parseIp4(lastText);
    if (first.isEmpty() || last.isEmpty()) {
      return Optional.empty();
    }
    List<IpRange> ranges = new ArrayList<>();
    long next = number(first.get());
    long end = number(last.get());
    while (next <= end && ranges.size() < MAX_RANGES) {
      int free = next == 0 ? 32 : Long.numberOfTrailingZeros(next);
      while (free > 0 && next + (1L << free) - 1 > end) {
        free--;
      }
      free = Math.min(free, 32);
      ranges.add(new IpRange(address(next), 32 - free));
      next += 1L << free;
    }
    return next > end && !ranges.isEmpty() ? Optional.of(ranges) : Optional.empty();
  }

  /** {@code 192.0.2.*}, {@code 192.0.2/24} and {@code 192.000.002.001}. */
  private static Optional<List<IpRange>> partial(String value) {
    Matcher m = PARTIAL.matcher(value);
    if (!m.matches()) {
      return Optional.empty();
    }
    String[] octets = m.group(1).split("\\.", -1);
    String wild = m.group(2);
    boolean complete = octets.length == 4 && wild.isEmpty();
    // Two octets and nothing else might be a version number, or anything.
    if (!complete && wild.isEmpty() && m.group(3) == null) {
      return Optional.empty();
    }
    StringBuilder full = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      full.append(i == 0 ? "" : ".");
      full.append(i < octets.length ? Integer.toString(Integer.parseInt(octets[i])) : "0");
    }
    int prefix = m.group(3) == null ? octets.length * 8 : Integer.parseInt(m.group(3).substring(1));
    return prefix > 32
        ? Optional.empty()
        : IpAddresses.parseIp4(full.toString()).map(a -> List.of(new IpRange(a, prefix)));
  }

  private static long number(InetAddress ip4) {
    long number = 0;
    for (byte octet : ip4.getAddress()) {
      number = number << 8 | (octet & 0xFF);
    }
    return number;
  }

  private static InetAddress address(long number) {
    String text =
        (number >> 24 & 0xFF)
            + "."
            + (number >> 16 & 0xFF)
            + "."
            + (number >> 8 & 0xFF)
            + "."
            + (number & 0xFF);
    return IpAddresses.parseIp4(text).orElseThrow();
  }
}
