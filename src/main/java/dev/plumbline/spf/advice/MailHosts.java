package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpRange;
import dev.plumbline.dns.MailExchange;
import dev.plumbline.spf.Mechanism;
import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.advice.Findings.Place;
import dev.plumbline.spf.advice.RecordText.Placed;
import dev.plumbline.spf.advice.RecordWalk.Node;
import dev.plumbline.spf.advice.RecordWalk.Trouble;
import dev.plumbline.spf.advice.RecordWalk.Visit;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An {@code mx} with more mail hosts, or more addresses of one, than RFC 7208 bears. */
final class MailHosts {

  /** More hosts are not asked for their addresses only to offer a text. */
  private static final int MAX_HOSTS = 30;

  /** More addresses make a record that nobody keeps up to date. */
  private static final int MAX_ADDRESSES = 40;

  private final Dns dns;
  private final Visit visit;
  private final Node node;
  private final Findings findings;

  MailHosts(Dns dns, Visit visit, Node node, Findings findings) {
    this.dns = dns;
    this.visit = visit;
    this.node = node;
    this.findings = findings;
  }

  /**
   * @param own whether the domain itself can mend it
   */
  void tell(boolean own) {
    Place place = Place.of(visit.path(), visit.record(), node.placed());
    if (node.trouble() == Trouble.TOO_MANY_MX) {
      findings.error(
          SpfRule.MX_LIMIT,
          place,
          node.target()
              + " has "
              + node.detail()
              + "; receivers stop at 10 with an error. Publish no more than 10, or list the"
              + " addresses of the hosts that send.",
          own ? listed() : null);
    } else {
      findings.warning(
          SpfRule.MX_LIMIT,
          place,
          node.detail()
              + ", and RFC 7208 lets receivers look at 10 of a mail host: some stop with an error."
              + " Spread them over several host names, or list the addresses that send.",
          own ? listed() : null);
    }
  }

  /** The record with the addresses in the place of the term; null if they are too many to list. */
  private @Nullable String listed() {
    DomainName target = node.target();
    if (target == null || !(node.placed().mechanism() instanceof Mechanism.Mx mx)) {
      return null;
    }
    List<MailExchange> exchanges = dns.mx(target).values();
    if (exchanges.isEmpty() || exchanges.size() > MAX_HOSTS) {
      return null;
    }
    Set<IpRange> ranges = new LinkedHashSet<>();
    for (MailExchange exchange : exchanges) {
      for (DnsAnswer<InetAddress> answer :
          List.of(dns.a(exchange.exchange()), dns.aaaa(exchange.exchange()))) {
        if (answer instanceof DnsAnswer.Failed) {
          return null;
        }
        ranges.addAll(ranges(answer.values(), mx.prefixes()));
      }
    }
    return ranges.isEmpty() || ranges.size() > MAX_ADDRESSES
        ? null
        : visit.record().with(node.placed(), text(ranges));
  }

  private static List<IpRange> ranges(List<InetAddress> addresses, Mechanism.Prefixes prefixes) {
    List<IpRange> ranges = new ArrayList<>();
    for (InetAddress address : addresses) {
      boolean ip4 = address instanceof Inet4Address;
      ranges.add(new IpRange(address, ip4 ? prefixes.ip4() : prefixes.ip6()));
    }
    return ranges;
  }

  private String text(Set<IpRange> ranges) {
    Placed placed = node.placed();
    Qualifier qualifier =
        placed.directive() == null ? Qualifier.PASS : placed.directive().qualifier();
    String sign = qualifier == Qualifier.PASS ? "" : String.valueOf(qualifier.sign());
    return ranges.stream()
        .map(range -> sign + (range.network() instanceof Inet4Address ? "ip4:" : "ip6:") + range)
        .collect(Collectors.joining(" "));
  }
}
