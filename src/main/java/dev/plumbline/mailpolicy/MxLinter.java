package dev.plumbline.mailpolicy;

import static dev.plumbline.dns.lint.Severity.ERROR;
import static dev.plumbline.dns.lint.Severity.HINT;
import static dev.plumbline.dns.lint.Severity.WARNING;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.MailExchange;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Examines where a domain receives mail. */
public final class MxLinter {

  /** Hosts that are asked about; domains have a handful. */
  private static final int MAX_HOSTS = 20;

  private final Dns dns;

  /** A linter that asks this DNS. */
  public MxLinter(Dns dns) {
    this.dns = dns;
  }

  /** Examines the MX records of a domain; the lint shows them as zone files do. */
  public Lint lint(DomainName domain) {
    String name = domain.toString();
    DnsAnswer<MailExchange> answer = dns.mx(domain);
    List<Finding> findings = new ArrayList<>();
    if (answer instanceof DnsAnswer.Failed<MailExchange> failed) {
      tell(findings, name, ERROR, MailRule.MX_TROUBLE, "DNS failed: " + failed.reason());
      return Lint.of(name, findings);
    }
    List<MailExchange> hosts = answer.values();
    if (hosts.isEmpty()) {
      noMx(findings, domain);
      return Lint.of(name, findings);
    }
    nullMx(findings, name, hosts);
    Set<DomainName> seen = new HashSet<>();
    for (MailExchange host : hosts.subList(0, Math.min(MAX_HOSTS, hosts.size()))) {
      if (host.exchange().equals(DomainName.ROOT)) {
        continue;
      }
      if (seen.add(host.exchange())) {
        host(findings, name, host.exchange());
      } else {
        tell(
            findings,
            name,
            WARNING,
            MailRule.MX_REPEATED,
            "The mail host " + host.exchange() + " is named more than once.");
      }
    }
    String shown =
        hosts.stream()
            .map(host -> host.preference() + " " + host.exchange())
            .collect(Collectors.joining(", "));
    return new Lint(name, shown, findings, null);
  }

  /** Whether these records say that the domain receives no mail (RFC 7505). */
  public static boolean isNullMx(List<MailExchange> hosts) {
    return hosts.size() == 1 && hosts.get(0).exchange().equals(DomainName.ROOT);
  }

  private void noMx(List<Finding> findings, DomainName domain) {
    DnsAnswer<InetAddress> ip4 = dns.a(domain);
    DnsAnswer<InetAddress> ip6 = dns.aaaa(domain);
    boolean address = !ip4.values().isEmpty() || !ip6.values().isEmpty();
    boolean unknown =
        !address && (ip4 instanceof DnsAnswer.Failed || ip6 instanceof DnsAnswer.Failed);
    findings.add(
        Finding.at(
            domain.toString(),
            HINT,
            MailRule.NO_MX,
            unknown
                ? "There is no MX record, so senders try the address of the domain itself; whether it"
                    + " has one is not known, since DNS did not answer for that."
                : address
                    ? "There is no MX record, so senders try the address of the domain itself; if it"
                        + " receives no mail, a null MX says so."
                    : "The domain receives no mail; a null MX would say so at once.",
            unknown ? null : domain + ". MX 0 ."));
  }

  private static void nullMx(List<Finding> findings, String name, List<MailExchange> hosts) {
    for (MailExchange host : hosts) {
      if (!host.exchange().equals(DomainName.ROOT)) {
        continue;
      }
      if (hosts.size() > 1) {
        tell(
            findings,
            name,
            ERROR,
            MailRule.NULL_MX,
            "A null MX says that the domain receives no mail, and may not stand beside others.");
        return;
      }
      if (host.preference() != 0) {
        tell(
            findings,
            name,
            WARNING,
            MailRule.NULL_MX,
            "The preference of a null MX is 0, not " + host.preference() + ".");
      }
    }
  }

  private void host(List<Finding> findings, String name, DomainName host) {
    if (IpAddresses.parse(host.toString()).isPresent()) {
      tell(
          findings,
          name,
          ERROR,
          MailRule.MX_IS_ADDRESS,
          host + " is an address; an MX record holds the name of a host.");
      return;
    }
    if (!dns.cname(host).values().isEmpty()) {
      tell(
          findings,
          name,
          WARNING,
          MailRule.MX_ALIAS,
          "The mail host "
              + host
              + " is an alias; an MX record must hold the name that has the address.");
    }
    DnsAnswer<InetAddress> ip4 = dns.a(host);
    DnsAnswer<InetAddress> ip6 = dns.aaaa(host);
    List<InetAddress> addresses =
        Stream.concat(ip4.values().stream(), ip6.values().stream()).toList();
    if (addresses.isEmpty()) {
      boolean unknown = ip4 instanceof DnsAnswer.Failed || ip6 instanceof DnsAnswer.Failed;
      tell(
          findings,
          name,
          unknown ? HINT : ERROR,
          unknown ? MailRule.MX_TROUBLE : MailRule.MX_WITHOUT_ADDRESS,
          unknown
              ? "DNS failed for the mail host " + host + "."
              : "The mail host " + host + " has no address.");
    } else if (addresses.stream().allMatch(MxLinter::isPrivate)) {
      tell(
          findings,
          name,
          ERROR,
          MailRule.MX_PRIVATE,
          "The mail host " + host + " has no address that others can reach.");
    }
  }

  private static boolean isPrivate(InetAddress address) {
    return IpAddresses.isOfOwnNetwork(address)
        || address.isAnyLocalAddress()
        || address.isMulticastAddress();
  }

  private static void tell(
      List<Finding> findings, String name, Severity severity, MailRule rule, String sentence) {
    findings.add(Finding.at(name, severity, rule, sentence, null));
  }
}
