package dev.plumbline.report;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A {@code source_ip} read leniently: square brackets, a zone, padded octets and IPv4 addresses
 * mapped into IPv6 are understood. Asks nobody: {@code InetAddress.getByName} might resolve a name.
 *
 * @param address the address
 * @param form how it was written
 */
public record SourceAddress(InetAddress address, Form form) {

  /** How the address was written. */
  public enum Form {
    /** As RFC 9990 section 3.1.1.8 wants it (RFC 3986 section 3.2.2). */
    PLAIN,
    /** Readable, but with brackets, a zone, padding or the like. */
    UNUSUAL,
    /** An IPv4 address written as IPv6, {@code ::ffff:192.0.2.1}. */
    MAPPED
  }

  private static final int MAX_CHARS = 100;

  /** Whether a text is an address, if perhaps an unusual one. */
  public static boolean isOne(String text) {
    return parse(text) != null;
  }

  /** Reads an address without blanks around it; null if it is none. */
  static @Nullable SourceAddress parse(String text) {
    byte[] octets = ipv4(text);
    if (octets != null) {
      return of(octets, hasPaddedOctet(text) ? Form.UNUSUAL : Form.PLAIN);
    }
    if (text.length() > MAX_CHARS) {
      return null;
    }
    String bare = bare(text);
    octets = bare.indexOf(':') < 0 ? ipv4(bare) : ipv6(bare);
    return octets == null ? null : of(octets, bare.equals(text) ? Form.PLAIN : Form.UNUSUAL);
  }

  private static SourceAddress of(byte[] octets, Form form) {
    try {
      // Java turns a mapped address into an Inet4Address here, which is what we want.
      InetAddress address = InetAddress.getByAddress(octets);
      boolean mapped = octets.length == 16 && address instanceof Inet4Address;
      return new SourceAddress(address, mapped ? Form.MAPPED : form);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 octets are always an address", e);
    }
  }

  /** Without brackets, zone, blanks inside and a prefix length of one address. */
  private static String bare(String text) {
    String bare =
        text.chars().anyMatch(Character::isWhitespace) ? text.replaceAll("\\s+", "") : text;
    if (bare.startsWith("[") && bare.endsWith("]")) {
      bare = bare.substring(1, bare.length() - 1);
    }
    if (bare.regionMatches(true, 0, "IPv6:", 0, 5)) {
      bare = bare.substring(5);
    }
    int zone = bare.indexOf('%');
    if (zone >= 0) {
      bare = bare.substring(0, zone);
    }
    if (bare.endsWith("/32") && bare.indexOf(':') < 0) {
      bare = bare.substring(0, bare.length() - 3);
    } else if (bare.endsWith("/128")) {
      bare = bare.substring(0, bare.length() - 4);
    }
    return bare;
  }

  private static boolean hasPaddedOctet(String text) {
    for (int i = 0; i + 1 < text.length(); i++) {
      boolean octetStarts = i == 0 || text.charAt(i - 1) == '.';
      if (octetStarts && text.charAt(i) == '0' && text.charAt(i + 1) != '.') {
        return true;
      }
    }
    return false;
  }

  /** Four decimal octets of up to three digits; leading zeros are padding, never octal. */
  private static byte @Nullable [] ipv4(String text) {
    byte[] octets = new byte[4];
    int index = 0;
    int value = 0;
    int digits = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '.' : text.charAt(i);
      if (c == '.') {
        if (digits == 0 || index == 4) {
          return null;
        }
        octets[index++] = (byte) value;
        value = 0;
        digits = 0;
      } else if (c >= '0' && c <= '9' && digits < 3) {
        value = value * 10 + (c - '0');
        digits++;
        if (value > 255) {
          return null;
        }
      } else {
        return null;
      }
    }
    return index == 4 ? octets : null;
  }

  private static byte @Nullable [] ipv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] octets = groups(text);
      return octets != null && octets.length == 16 ? octets : null;
    }
    byte[] head = gap == 0 ? new byte[0] : groups(text.substring(0, gap));
    String rest = text.substring(gap + 2);
    byte[] tail = rest.isEmpty() ? new byte[0] : groups(rest);
    if (head == null || tail == null || head.length + tail.length > 14) {
      return null;
    }
    byte[] octets = Arrays.copyOf(head, 16);
    System.arraycopy(tail, 0, octets, 16 - tail.length, tail.length);
    return octets;
  }

  /** Colon-separated groups of up to four hex digits, the last may be an IPv4 address. */
  private static byte @Nullable [] groups(String text) {
    String[] groups = text.split(":", -1);
    if (groups.length > 8) {
      return null;
    }
    byte[] octets = new byte[18];
    int length = 0;
    for (int i = 0; i < groups.length; i++) {
      String group = groups[i];
      if (i == groups.length - 1 && group.indexOf('.') >= 0) {
        byte[] tail = ipv4(group);
        if (tail == null) {
          return null;
        }
        System.arraycopy(tail, 0, octets, length, 4);
        length += 4;
        break;
      }
      int value = hex(group);
      if (value < 0) {
        return null;
      }
      octets[length++] = (byte) (value >> 8);
      octets[length++] = (byte) value;
    }
    return Arrays.copyOf(octets, length);
  }

  private static int hex(String group) {
    if (group.isEmpty() || group.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < group.length(); i++) {
      int digit = Character.digit(group.charAt(i), 16);
      if (digit < 0 || group.charAt(i) > 'f') {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }
}
