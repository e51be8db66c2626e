package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.IpRange;
import dev.plumbline.dns.MailExchange;
import dev.plumbline.spf.Mechanism;
import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.advice.Findings.Place;
import dev.plumbline.spf.advice.RecordText.Placed;
import dev.plumbline.spf.advice.RecordWalk.Node;
import dev.plumbline.spf.advice.RecordWalk.Visit;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Mistakes that show when one knows the hosts behind the addresses, and what they send. */
final class HostRules {

  /** Hosts looked at, each with a handful of questions. */
  private static final int MAX_HOSTS = 20;

  private final Dns dns;
  private final Visit visit;
  private final Findings findings;
  private final List<Source> sources;
  private final Set<String> heloNames;

  HostRules(Dns dns, Visit visit, Findings findings, List<Source> sources, Set<String> heloNames) {
    this.dns = dns;
    this.visit = visit;
    this.findings = findings;
    this.sources = sources;
    this.heloNames = heloNames;
  }

  void check() {
    mailHostsThatNeverSend();
    includesThatNobodyUses();
    Set<DomainName> hosts = hosts();
    RangeSet passing = passing();
    hosts.stream().limit(MAX_HOSTS).forEach(host -> otherFamily(host, passing));
    hosts.stream().limit(MAX_HOSTS).forEach(this::heloRecord);
  }

  private void mailHostsThatNeverSend() {
    if (sources.stream().allMatch(source -> source.messages() == 0)) {
      return;
    }
    for (Node node : visit.nodes()) {
      RangeSet ranges = node.ranges();
      boolean mx = node.placed().mechanism() instanceof Mechanism.Mx;
      if (!mx || ranges == null || ranges.isEmpty() || !passes(node.placed())) {
        continue;
      }
      if (!sends(ranges)) {
        findings.warning(
            SpfRule.MX_NEVER_SENDS,
            place(node.placed()),
            "No mail host of "
                + node.target()
                + " sends in the traffic given; \"mx\" is only for mail hosts that also send.",
            visit.record().without(node.placed()));
      }
    }
  }

  private void includesThatNobodyUses() {
    if (sources.stream().allMatch(source -> source.messages() == 0)) {
      return;
    }
    for (Node node : visit.nodes()) {
      RangeSet ranges = node.ranges();
      boolean include = node.placed().mechanism() instanceof Mechanism.Include;
      if (include && ranges != null && !ranges.isEmpty() && !sends(ranges)) {
        findings.hint(
            SpfRule.UNUSED_INCLUDE,
            place(node.placed()),
            "No address of "
                + node.target()
                + " sends in the traffic given; if nothing of yours sends there any more, every"
                + " customer of it still may.",
            null);
      }
    }
  }

  private boolean sends(RangeSet ranges) {
    return sources.stream()
        .filter(source -> source.messages() > 0)
        .map(source -> IpRange.of(IpAddresses.unmapped(source.ip())))
        .anyMatch(ranges::covers);
  }

  /** The domain's own hosts that this record means to let send. */
  private Set<DomainName> hosts() {
    Set<DomainName> hosts = new LinkedHashSet<>();
    heloNames.stream().flatMap(name -> DomainName.parse(name).stream()).forEach(hosts::add);
    for (Node node : visit.nodes()) {
      Placed placed = node.placed();
      if (!passes(placed) || hosts.size() >= MAX_HOSTS) {
        continue;
      }
      Mechanism mechanism = placed.mechanism();
      DomainName target = node.target();
      if (mechanism instanceof Mechanism.A && target != null) {
        hosts.add(target);
      } else if (mechanism instanceof Mechanism.Mx && target != null) {
        mailHosts(target).forEach(hosts::add);
      } else if (mechanism instanceof Mechanism.Ip4 ip4 && ip4.range().prefix() == 32) {
        confirmedNames(ip4.range().network()).forEach(hosts::add);
      } else if (mechanism instanceof Mechanism.Ip6 ip6 && ip6.range().prefix() == 128) {
        confirmedNames(ip6.range().network()).forEach(hosts::add);
      }
    }
    RangeSet passing = passing();
    mailHosts(visit.domain()).stream().filter(host -> isListed(host, passing)).forEach(hosts::add);
    hosts.add(visit.domain());
    hosts.removeIf(host -> !host.isWithin(visit.domain()));
    return hosts;
  }

  private List<DomainName> mailHosts(DomainName domain) {
    return dns.mx(domain).values().stream()
        .map(MailExchange::exchange)
        .filter(host -> !host.equals(DomainName.ROOT))
        .limit(MAX_HOSTS)
        .toList();
  }

  private List<DomainName> confirmedNames(InetAddress address) {
    return dns.ptr(address).values().stream()
        .limit(2)
        .filter(name -> name.isWithin(visit.domain()))
        .filter(name -> addresses(name).contains(address))
        .toList();
  }

  private List<InetAddress> addresses(DomainName host) {
    List<InetAddress> all = new ArrayList<>(dns.a(host).values());
    all.addAll(dns.aaaa(host).values());
    return all;
  }

  private boolean isListed(DomainName host, RangeSet passing) {
    return addresses(host).stream().anyMatch(address -> passing.covers(IpRange.of(address)));
  }

  private RangeSet passing() {
    List<IpRange> ranges = new ArrayList<>();
    for (Node node : visit.nodes()) {
      if (passes(node.placed()) && !node.placed().isAll() && node.ranges() != null) {
        ranges.addAll(node.ranges().ranges());
      }
    }
    return new RangeSet(ranges);
  }

  /** A host of which an ip4 or ip6 term lists one address, and nothing lists the other family. */
  private void otherFamily(DomainName host, RangeSet passing) {
    for (Placed placed : visit.record().terms()) {
      IpRange range = range(placed);
      if (range == null || !passes(placed)) {
        continue;
      }
      boolean ip4 = placed.mechanism() instanceof Mechanism.Ip4;
      List<InetAddress> listed = (ip4 ? dns.a(host) : dns.aaaa(host)).values();
      List<InetAddress> others = (ip4 ? dns.aaaa(host) : dns.a(host)).values();
      List<InetAddress> missing =
          others.stream().filter(address -> !passing.covers(IpRange.of(address))).toList();
      boolean split = !others.isEmpty() && missing.size() == others.size();
      if (split && listed.stream().anyMatch(range::contains)) {
        otherFamily(host, placed, missing);
        return;
      }
    }
  }

  private void otherFamily(DomainName host, Placed placed, List<InetAddress> missing) {
    boolean ip6 = placed.mechanism() instanceof Mechanism.Ip4;
    List<String> terms =
        missing.stream()
            .map(address -> (ip6 ? "ip6:" : "ip4:") + IpAddresses.toText(address))
            .toList();
    findings.warning(
        SpfRule.ADDRESS_FAMILY,
        place(placed),
        host
            + " also sends over "
            + (ip6 ? "IPv6" : "IPv4")
            + " as soon as a receiver offers it, and the record lists only its "
            + (ip6 ? "IPv4" : "IPv6")
            + " address.",
        visit.record().with(placed, placed.text() + " " + String.join(" ", terms)));
  }

  // RFC 7208 section 10.1.3: bounces have no MAIL FROM, so the HELO name is all there is to check.
  private void heloRecord(DomainName host) {
    boolean knownHelo = heloNames.stream().anyMatch(host.toString()::equalsIgnoreCase);
    boolean published = dns.txt(host).values().stream().anyMatch(SpfRecord::isSpf);
    if (host.equals(visit.domain()) || published || (!knownHelo && addresses(host).isEmpty())) {
      return;
    }
    findings.hint(
        SpfRule.HELO_RECORD,
        Place.whole(List.of(host), ""),
        host
            + " has no SPF record of its own, so its bounces, and strangers who greet with its"
            + " name, cannot be told apart.",
        addresses(host).isEmpty() ? null : "v=spf1 a -all");
  }

  private static @Nullable IpRange range(Placed placed) {
    Mechanism mechanism = placed.mechanism();
    if (mechanism instanceof Mechanism.Ip4 ip4) {
      return ip4.range();
    }
    return mechanism instanceof Mechanism.Ip6 ip6 ? ip6.range() : null;
  }

  private static boolean passes(Placed placed) {
    Directive directive = placed.directive();
    return directive != null && directive.qualifier() == Qualifier.PASS;
  }

  private Place place(Placed placed) {
    return Place.of(visit.path(), visit.record(), placed);
  }
}
