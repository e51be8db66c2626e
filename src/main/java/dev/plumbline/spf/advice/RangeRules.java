package dev.plumbline.spf.advice;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.IpRange;
import dev.plumbline.spf.Mechanism;
import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.advice.Findings.Place;
import dev.plumbline.spf.advice.RecordText.Placed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mistakes in the addresses that terms list. */
final class RangeRules {

  /** Wider IPv4 ranges hold more than 65,536 addresses: a provider's, not a sender's. */
  private static final int WIDE_IP4 = 16;

  /** Registries give a provider a /32; nobody sends from all of one. */
  private static final int WIDE_IP6 = 32;

  /** Where other people's records are concerned, only the absurd is told. */
  private static final int ABSURD = 8;

  /** RFC 6890 and its registry, without the ranges for documentation. */
  private static final RangeSet PRIVATE =
      new RangeSet(
          List.of(
              range("0.0.0.0/8"),
              range("10.0.0.0/8"),
              range("100.64.0.0/10"),
              range("127.0.0.0/8"),
              range("169.254.0.0/16"),
              range("172.16.0.0/12"),
              range("192.168.0.0/16"),
              range("224.0.0.0/3"),
              range("::/127"),
              range("fc00::/7"),
              range("fe80::/10"),
              range("ff00::/8")));

  private static final RangeSet MAPPED = new RangeSet(List.of(range("::ffff:0:0/96")));

  private final List<DomainName> path;
  private final RecordText record;
  private final Findings findings;

  RangeRules(List<DomainName> path, RecordText record, Findings findings) {
    this.path = path;
    this.record = record;
    this.findings = findings;
  }

  /** Looks at a term of the domain's own record. */
  void check(Placed placed) {
    IpRange range = rangeOf(placed);
    if (range == null) {
      Mechanism.Prefixes prefixes = prefixes(placed);
      boolean wide =
          prefixes != null
              && ((prefixes.ip4() > 0 && prefixes.ip4() < WIDE_IP4)
                  || (prefixes.ip6() > 0 && prefixes.ip6() < WIDE_IP6));
      if (wide) {
        findings.warning(
            SpfRule.WIDE_RANGE,
            place(placed),
            Findings.quoted(placed.text()) + " lets far more hosts send than one domain has.",
            null);
      }
      return;
    }
    if (MAPPED.covers(range)) {
      mapped(placed, range);
    } else if (PRIVATE.covers(range)) {
      findings.warning(
          SpfRule.PRIVATE_ADDRESS,
          place(placed),
          range + " is no address of the public Internet, so no receiver ever sees it.",
          record.without(placed));
    } else {
      wide(placed, range);
      hostBits(placed, range);
    }
  }

  /** Looks at a term of somebody else's record. */
  void checkForeign(Placed placed) {
    IpRange range = rangeOf(placed);
    if (range != null && range.prefix() > 0 && range.prefix() < ABSURD) {
      wide(placed, range);
    }
  }

  // RFC 7208 section 5: a mapped address is judged as the IPv4 address inside it.
  private void mapped(Placed placed, IpRange range) {
    IpRange ip4 =
        new IpRange(IpAddresses.unmapped(range.network()), Math.max(0, range.prefix() - 96));
    findings.error(
        SpfRule.PRIVATE_ADDRESS,
        place(placed),
        "An IPv4 address inside IPv6 never matches; write " + Findings.quoted("ip4:" + ip4) + ".",
        record.with(placed, sign(placed) + "ip4:" + ip4));
  }

  private void wide(Placed placed, IpRange range) {
    int bits = range.network().getAddress().length * 8;
    int limit = bits == 32 ? WIDE_IP4 : WIDE_IP6;
    if (range.prefix() > 0 && range.prefix() < limit && qualifier(placed) == Qualifier.PASS) {
      String size =
          bits == 32
              ? String.format(Locale.ROOT, "%,d addresses", 1L << (32 - range.prefix()))
              : "more addresses than a whole provider has";
      findings.warning(
          SpfRule.WIDE_RANGE,
          place(placed),
          Findings.quoted(placed.text()) + " lets " + size + " send; list the hosts that do.",
          null);
    }
  }

  private void hostBits(Placed placed, IpRange range) {
    int slash = placed.text().indexOf('/');
    int colon = placed.text().indexOf(':');
    if (slash < 0 || colon < 0) {
      return;
    }
    Optional<IpRange> written = IpRange.parse(placed.text().substring(colon + 1, slash));
    if (written.isPresent() && !written.get().network().equals(range.network())) {
      String meant = placed.text().substring(0, colon + 1) + range;
      findings.hint(
          SpfRule.HOST_BITS,
          place(placed),
          Findings.quoted(placed.text())
              + " stands for the whole range "
              + range
              + ", not for addresses from there on.",
          record.with(placed, meant));
    }
  }

  /** The addresses that a term lists by themselves. */
  static @Nullable IpRange rangeOf(Placed placed) {
    Mechanism mechanism = placed.mechanism();
    if (mechanism instanceof Mechanism.Ip4 ip4) {
      return ip4.range();
    }
    return mechanism instanceof Mechanism.Ip6 ip6 ? ip6.range() : null;
  }

  /** How much of what a term names belongs to it. */
  static Mechanism.@Nullable Prefixes prefixes(Placed placed) {
    Mechanism mechanism = placed.mechanism();
    if (mechanism instanceof Mechanism.A a) {
      return a.prefixes();
    }
    return mechanism instanceof Mechanism.Mx mx ? mx.prefixes() : null;
  }

  static @Nullable Qualifier qualifier(Placed placed) {
    Directive directive = placed.directive();
    return directive == null ? null : directive.qualifier();
  }

  private static String sign(Placed placed) {
    Qualifier qualifier = qualifier(placed);
    return qualifier == null || qualifier == Qualifier.PASS ? "" : "" + qualifier.sign();
  }

  private Place place(Placed placed) {
    return Place.of(path, record, placed);
  }

  private static IpRange range(String text) {
    return IpRange.parse(text).orElseThrow();
  }
}
