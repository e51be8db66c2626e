package dev.plumbline.verify;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.verify.Connection.Tls;
import dev.plumbline.verify.Verification.Reverse;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the connection shows: names, addresses, encryption. */
final class ConnectionRules {

  private static final int MOST_ADDRESSES = 8;

  private final Verification found;
  private final Dns dns;
  private final Findings findings;

  ConnectionRules(Verification found, Dns dns, Findings findings) {
    this.found = found;
    this.dns = dns;
    this.findings = findings;
  }

  void check() {
    InetAddress ip = found.connection().ip();
    if (ip != null) {
      reverse(ip);
      helo(ip);
    }
    tls();
  }

  private void reverse(InetAddress ip) {
    Reverse reverse = found.reverse();
    if (reverse == null || reverse.failed() || !reverse.confirmed().isEmpty()) {
      return;
    }
    String address = IpAddresses.toText(ip);
    String more = ip instanceof Inet6Address ? " Large receivers refuse such mail over IPv6." : "";
    if (reverse.names().isEmpty()) {
      findings.error(
          MailRule.REVERSE_NAME,
          address + " has no reverse name (PTR)." + more,
          "Have whoever gave you the address set its PTR record to the name of the host.");
    } else {
      findings.error(
          MailRule.REVERSE_NAME,
          "The reverse name of "
              + address
              + " is "
              + reverse.names().get(0)
              + ", which does not lead back to it."
              + more,
          "Publish at "
              + reverse.names().get(0)
              + (ip instanceof Inet4Address ? ": A " : ": AAAA ")
              + address
              + ", or have the PTR record set to the name of the host.");
    }
  }

  private void helo(InetAddress ip) {
    String helo = found.connection().helo();
    if (helo == null) {
      return;
    }
    Optional<DomainName> name =
        found.connection().heloName().filter(one -> one.labels().size() > 1);
    if (name.isEmpty()) {
      findings.warning(
          MailRule.HELO,
          "The host calls itself \"" + Findings.shortened(helo) + "\", which is no full name.",
          "Set the name of the mail server (HELO) to its full host name.");
      return;
    }
    heloSpf(name.get(), ip);
    addresses(name.get(), ip);
  }

  private void heloSpf(DomainName name, InetAddress ip) {
    SpfVerdict verdict = found.heloSpf();
    SpfResult result = verdict == null ? null : verdict.result();
    if (result == SpfResult.NONE) {
      findings.hint(
          MailRule.HELO_SPF,
          "The name "
              + name
              + " by which the host calls itself has no SPF record, which counts for"
              + " bounces.",
          "Publish at " + name + ": v=spf1 a -all");
    } else if (result == SpfResult.FAIL
        || result == SpfResult.SOFTFAIL
        || result == SpfResult.PERMERROR) {
      findings.warning(
          MailRule.HELO_SPF,
          "SPF says "
              + result.wire()
              + " for the name "
              + name
              + " by which the host calls itself, so its bounces may be refused.",
          "Publish at "
              + name
              + ": v=spf1 a "
              + (ip instanceof Inet4Address ? "ip4:" : "ip6:")
              + IpAddresses.toText(ip)
              + " -all");
    }
  }

  private void addresses(DomainName name, InetAddress ip) {
    DnsAnswer<InetAddress> four = dns.a(name);
    DnsAnswer<InetAddress> six = dns.aaaa(name);
    if (four instanceof DnsAnswer.Failed || six instanceof DnsAnswer.Failed) {
      return;
    }
    List<InetAddress> all = new ArrayList<>(four.values());
    all.addAll(six.values());
    boolean leadsBack =
        all.stream().anyMatch(one -> IpAddresses.unmapped(one).equals(IpAddresses.unmapped(ip)));
    if (!leadsBack) {
      findings.warning(
          MailRule.HELO_ADDRESS,
          "The name "
              + name
              + " by which the host calls itself does not lead to "
              + IpAddresses.toText(ip)
              + ".",
          "Publish at "
              + name
              + (ip instanceof Inet4Address ? ": A " : ": AAAA ")
              + IpAddresses.toText(ip)
              + ", or have the host use the name that leads to it.");
      return;
    }
    otherAddresses(name, ip, all);
  }

  /** The host may use its other family of addresses for the next mail. */
  private void otherAddresses(DomainName name, InetAddress ip, List<InetAddress> all) {
    DomainName domain = found.spf().domain();
    SpfVerdict now = found.spf().verdict();
    if (domain == null || now == null || now.result() != SpfResult.PASS) {
      return;
    }
    SpfEvaluator evaluator = new SpfEvaluator(dns);
    List<InetAddress> others =
        all.stream().filter(one -> isIp4(one) != isIp4(ip)).limit(MOST_ADDRESSES).toList();
    for (InetAddress other : others) {
      SpfResult result =
          evaluator
              .evaluate(
                  SpfQuery.of(other, found.connection().mailFrom(), found.connection().helo()))
              .result();
      if (result != SpfResult.PASS && result != SpfResult.TEMPERROR) {
        findings.warning(
            MailRule.OTHER_ADDRESS,
            name
                + " also has the address "
                + IpAddresses.toText(other)
                + ", for which SPF of "
                + domain
                + " says "
                + result.wire()
                + ": the next mail may come from there.",
            "Add "
                + (other instanceof Inet4Address ? "ip4:" : "ip6:")
                + IpAddresses.toText(other)
                + " to the SPF record of "
                + domain
                + ", or have the host send from one family only.");
        return;
      }
    }
  }

  private static boolean isIp4(InetAddress address) {
    return address instanceof Inet4Address;
  }

  private void tls() {
    if (found.connection().tls() == Tls.NOT_USED) {
      findings.warning(
          MailRule.TLS,
          "The mail came over a connection that was not encrypted.",
          "Have the sending server use STARTTLS where it is offered.");
    }
    String version = found.connection().tlsVersion();
    if (version != null && List.of("TLSv1", "TLSv1.0", "TLSv1.1", "SSLv3").contains(version)) {
      findings.warning(
          MailRule.TLS_VERSION,
          "The connection was encrypted by " + version + ", which is out of date.",
          "Have the sending server use TLS 1.2 or later.");
    }
  }
}
