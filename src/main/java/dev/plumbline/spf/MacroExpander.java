package dev.plumbline.spf;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.MacroString.Literal;
import dev.plumbline.spf.MacroString.Macro;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Puts values in the place of macros (RFC 7208 section 7). */
final class MacroExpander {

  /** A record of 64 KiB full of macros must not become gigabytes. */
  private static final int MAX_CHARACTERS = 100_000;

  private static final InetAddress NO_ADDRESS = IpAddresses.parse("0.0.0.0").orElseThrow();

  private static final String UNRESERVED = "-._~";

  private final SpfQuery query;
  private final SpfQuery.Sender sender;
  private final Function<DomainName, String> validatedName;
  private final Set<SpfVerdict.Unknown> guessed = EnumSet.noneOf(SpfVerdict.Unknown.class);

  /**
   * @param validatedName finds the value of {@code %{p}} for the domain being checked
   */
  MacroExpander(SpfQuery query, Function<DomainName, String> validatedName) {
    this.query = query;
    this.sender = query.sender();
    this.validatedName = validatedName;
  }

  /** An expander for domain-specs that are {@link MacroString#isFixed}. */
  static MacroExpander ofNoMessage() {
    return new MacroExpander(SpfQuery.of(NO_ADDRESS, "unknown", null), domain -> "unknown");
  }

  /** The text with all macros expanded; empty if it grows beyond reason. */
  Optional<String> text(MacroString macros, DomainName domain) {
    StringBuilder text = new StringBuilder();
    for (MacroString.Part part : macros.parts()) {
      if (part instanceof Literal literal) {
        text.append(literal.text());
      } else if (part instanceof Macro macro) {
        text.append(value(macro, domain));
      } else {
        throw new AssertionError(part);
      }
      if (text.length() > MAX_CHARACTERS) {
        return Optional.empty();
      }
    }
    return Optional.of(text.toString());
  }

  /** The name a domain-spec stands for; empty if DNS cannot be asked for it. */
  Optional<DomainName> name(MacroString spec, DomainName domain) {
    return spec.hasMacros() ? text(spec, domain).flatMap(MacroString::name) : spec.fixedName();
  }

  /** What the expansions so far needed to know and the query does not say. */
  Set<SpfVerdict.Unknown> guessed() {
    return guessed;
  }

  private String value(Macro macro, DomainName domain) {
    String value = transformed(macro, rawValue(macro.letter(), domain));
    return macro.escaped() ? urlEscaped(value) : value;
  }

  // RFC 7208 section 7.2
  private String rawValue(char letter, DomainName domain) {
    InetAddress ip = query.ip();
    return switch (letter) {
      case 's' -> localPart() + "@" + sender.domain();
      case 'l' -> localPart();
      case 'o' -> sender.domain();
      case 'd' -> domain.toString();
      case 'i' -> dotted(ip);
      case 'p' -> validatedName.apply(domain);
      case 'v' -> ip instanceof Inet4Address ? "in-addr" : "ip6";
      case 'h' -> helo();
      case 'c' -> IpAddresses.toText(ip);
      case 'r' -> query.receiver();
      case 't' -> Long.toString(query.time().getEpochSecond());
      default -> throw new AssertionError("The parser lets no macro letter pass but its own");
    };
  }

  private String localPart() {
    if (!sender.localPartKnown()) {
      guessed.add(SpfVerdict.Unknown.LOCAL_PART);
    }
    return sender.localPart();
  }

  private String helo() {
    String helo = query.helo();
    if (helo == null || helo.isEmpty()) {
      guessed.add(SpfVerdict.Unknown.HELO);
      return "unknown";
    }
    return helo;
  }

  /** {@code %{i}}: a dotted quad, or 32 dotted nibbles in upper case as in section 7.4. */
  private static String dotted(InetAddress ip) {
    if (ip instanceof Inet4Address) {
      return IpAddresses.toText(ip);
    }
    StringBuilder nibbles = new StringBuilder();
    for (byte octet : ip.getAddress()) {
      nibbles.append(nibbles.isEmpty() ? "" : ".");
      nibbles.append(Integer.toHexString((octet & 0xF0) >> 4));
      nibbles.append('.').append(Integer.toHexString(octet & 0x0F));
    }
    return nibbles.toString().toUpperCase(Locale.ROOT);
  }

  // RFC 7208 section 7.3: split, reverse, keep the right-hand parts, join with dots.
  private static String transformed(Macro macro, String value) {
    if (macro.keep() == 0 && !macro.reversed() && macro.delimiters().equals(".")) {
      return value;
    }
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || macro.delimiters().indexOf(value.charAt(i)) >= 0) {
        parts.add(value.substring(start, i));
        start = i + 1;
      }
    }
    if (macro.reversed()) {
      Collections.reverse(parts);
    }
    int drop = macro.keep() == 0 ? 0 : Math.max(0, parts.size() - macro.keep());
    return String.join(".", parts.subList(drop, parts.size()));
  }

  private static String urlEscaped(String value) {
    StringBuilder escaped = new StringBuilder();
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      boolean alphanumeric =
          (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (alphanumeric || UNRESERVED.indexOf(c) >= 0) {
        escaped.append(c);
      } else {
        escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return escaped.toString();
  }
}
