package dev.plumbline.spf;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.IpRange;
import dev.plumbline.spf.Mechanism.Prefixes;
import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.SpfRecord.Explanation;
import dev.plumbline.spf.SpfRecord.Redirect;
import dev.plumbline.spf.SpfRecord.Term;
import dev.plumbline.spf.SpfRecord.UnknownModifier;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one SPF record by the grammar of RFC 7208 section 12. */
final class RecordParser {

  private static final int VERSION_LENGTH = "v=spf1".length();

  // name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." )
  private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9._-]*)=(.*)");

  // The mechanism's name, and what follows it up to the dual-cidr-length.
  private static final Pattern MECHANISM =
      Pattern.compile("([A-Za-z0-9._-]*)(.*?)(/[0-9]+)?(//[0-9]+)?");

  // "0" / %x31-39 0*1DIGIT, and three digits for IPv6
  private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

  private RecordParser() {}

  static List<Term> terms(String record) {
    if (!SpfRecord.isSpf(record)) {
      throw new RecordSyntaxException(0, "the record does not begin with v=spf1");
    }
    requireAscii(record);
    List<Term> terms = new ArrayList<>();
    int start = VERSION_LENGTH;
    while (start < record.length()) {
      int space = record.indexOf(' ', start);
      int end = space < 0 ? record.length() : space;
      if (end > start) {
        terms.add(term(record.substring(start, end), start));
        requireOnce(terms, start);
      }
      start = end + 1;
    }
    return terms;
  }

  // RFC 7208 section 3.1: records are US-ASCII; section 4.6.1: only spaces divide terms.
  private static void requireAscii(String record) {
    for (int i = 0; i < record.length(); i++) {
      char c = record.charAt(i);
      if (c < ' ' || c > '~') {
        throw new RecordSyntaxException(
            i, String.format(Locale.ROOT, "character 0x%02X is not visible ASCII", (int) c));
      }
    }
  }

  // RFC 7208 section 6: exp and redirect must not appear twice.
  private static void requireOnce(List<Term> terms, int offset) {
    Term last = terms.get(terms.size() - 1);
    if (!(last instanceof Redirect) && !(last instanceof Explanation)) {
      return;
    }
    if (terms.stream().filter(term -> term.getClass() == last.getClass()).count() > 1) {
      throw new RecordSyntaxException(offset, "\"" + last.text() + "\" is a second one");
    }
  }

  private static Term term(String text, int offset) {
    Matcher modifier = MODIFIER.matcher(text);
    try {
      return modifier.matches()
          ? modifier(text, modifier.group(1), modifier.group(2), offset + modifier.start(2))
          : directive(text, offset);
    } catch (RecordSyntaxException e) {
      throw new RecordSyntaxException(
          e.offset(), "in \"" + abbreviated(text) + "\": " + e.sentence());
    }
  }

  private static Term modifier(String text, String name, String value, int valueOffset) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "redirect" -> new Redirect(MacroParser.domainSpec(value, valueOffset), text);
      case "exp" -> new Explanation(MacroParser.domainSpec(value, valueOffset), text);
      default -> new UnknownModifier(name, MacroParser.modifierValue(value, valueOffset), text);
    };
  }

  private static Directive directive(String text, int offset) {
    Optional<Qualifier> written = Qualifier.ofSign(text.charAt(0));
    int signLength = written.isPresent() ? 1 : 0;
    Mechanism mechanism = mechanism(text.substring(signLength), offset + signLength);
    return new Directive(written.orElse(Qualifier.PASS), mechanism, text);
  }

  private static Mechanism mechanism(String text, int offset) {
    Matcher m = MECHANISM.matcher(text);
    if (!m.matches()) {
      throw new AssertionError("The pattern takes any text, but not " + text);
    }
    String name = m.group(1).toLowerCase(Locale.ROOT);
    String argument = text.substring(m.end(1));
    int argumentOffset = offset + m.end(1);
    return switch (name) {
      case "all" -> {
        if (!argument.isEmpty()) {
          throw new RecordSyntaxException(argumentOffset, "all takes no argument");
        }
        yield new Mechanism.All();
      }
      case "include" -> new Mechanism.Include(requiredDomain(argument, argumentOffset));
      case "exists" -> new Mechanism.Exists(requiredDomain(argument, argumentOffset));
      case "ptr" -> new Mechanism.Ptr(optionalDomain(argument, argumentOffset));
      case "a" -> new Mechanism.A(optionalDomain(m.group(2), argumentOffset), prefixes(m, offset));
      case "mx" ->
          new Mechanism.Mx(optionalDomain(m.group(2), argumentOffset), prefixes(m, offset));
      case "ip4" -> new Mechanism.Ip4(range(argument, argumentOffset, false));
      case "ip6" -> new Mechanism.Ip6(range(argument, argumentOffset, true));
      default -> throw new RecordSyntaxException(offset, "no mechanism of that name exists");
    };
  }

  private static MacroString requiredDomain(String argument, int offset) {
    if (!argument.startsWith(":")) {
      throw new RecordSyntaxException(offset, "a colon and a domain name are missing");
    }
    return MacroParser.domainSpec(argument.substring(1), offset + 1);
  }

  private static @Nullable MacroString optionalDomain(String argument, int offset) {
    if (argument.isEmpty()) {
      return null;
    }
    if (argument.startsWith(":") && IpAddresses.parse(argument.substring(1)).isPresent()) {
      throw new RecordSyntaxException(
          offset + 1, "a host name belongs here; an address is written with ip4: or ip6:");
    }
    return requiredDomain(argument, offset);
  }

  // dual-cidr-length = [ ip4-cidr-length ] [ "/" ip6-cidr-length ]
  private static Prefixes prefixes(Matcher m, int offset) {
    String ip4 = m.group(3);
    String ip6 = m.group(4);
    return new Prefixes(
        ip4 == null ? 32 : prefix(ip4.substring(1), 32, offset + m.start(3)),
        ip6 == null ? 128 : prefix(ip6.substring(2), 128, offset + m.start(4)));
  }

  private static int prefix(String digits, int bits, int offset) {
    if (!PREFIX.matcher(digits).matches() || Integer.parseInt(digits) > bits) {
      throw new RecordSyntaxException(
          offset, "a prefix length is a number from 0 to " + bits + " without leading zeros");
    }
    return Integer.parseInt(digits);
  }

  private static IpRange range(String argument, int offset, boolean ip6) {
    int slash = argument.indexOf('/');
    int addressEnd = slash < 0 ? argument.length() : slash;
    if (!argument.startsWith(":")) {
      throw new RecordSyntaxException(offset, "a colon and an address are missing");
    }
    String literal = argument.substring(1, addressEnd);
    Optional<InetAddress> network =
        ip6 ? IpAddresses.parseIp6(literal) : IpAddresses.parseIp4(literal);
    if (network.isEmpty()) {
      throw new RecordSyntaxException(
          offset + 1,
          "\"" + abbreviated(literal) + "\" is no " + (ip6 ? "IPv6" : "IPv4") + " address");
    }
    int bits = ip6 ? 128 : 32;
    int prefix = slash < 0 ? bits : prefix(argument.substring(slash + 1), bits, offset + slash);
    return new IpRange(network.get(), prefix);
  }

  private static String abbreviated(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
