package dev.plumbline.sender;

import com.google.common.net.InternetDomainName;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.DomainFacts;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.ReverseName;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.Optional;

/**
 * Names who is behind a source, by the first evidence there is: its own host name, a service's
 * signature, the include of the record that lists it, a service's envelope domain, its confirmed
 * reverse name, its network.
 */
final class SenderNames {

  private static final int IP4_NETWORK = 24;
  private static final int IP6_NETWORK = 48;

  private SenderNames() {}

  /** A sender's key, name and kind. */
  record Sender(String key, String name, String kind) {}

  static Sender of(SourceFacts source, DomainFacts domain) {
    ReverseName reverse = source.now().reverse();
    Optional<DomainName> host =
        reverse != null && reverse.confirmed()
            ? DomainName.parse(reverse.name())
            : Optional.empty();
    if (host.isPresent() && host.get().isWithin(domain.organizationalDomain())) {
      return own(domain);
    }
    Optional<Sender> listed = byListing(source, domain);
    return byForeignSignature(source)
        .or(() -> listed)
        .or(() -> byForeignEnvelope(source))
        .or(() -> host.map(name -> service(organizational(name.toString()))))
        .orElseGet(() -> network(source.ip()));
  }

  private static Sender own(DomainFacts domain) {
    return new Sender("own", "Your own servers (" + domain.organizationalDomain() + ")", "own");
  }

  private static Sender service(String domain) {
    return new Sender("service:" + domain, domain, "service");
  }

  /** Services that sign for a customer often sign for themselves as well. */
  private static Optional<Sender> byForeignSignature(SourceFacts source) {
    return source.dkim().stream()
        .filter(dkim -> !dkim.aligned() && dkim.passed() && !dkim.domain().isEmpty())
        .max(Comparator.comparingLong(ReportedDkim::messages))
        .map(dkim -> service(organizational(dkim.domain())));
  }

  private static Optional<Sender> byListing(SourceFacts source, DomainFacts domain) {
    for (SpfNow spf : source.now().spf()) {
      if (spf.aligned() && spf.passes()) {
        for (String step : spf.path()) {
          Optional<DomainName> name = DomainName.parse(step);
          if (name.isPresent() && !name.get().isWithin(domain.organizationalDomain())) {
            return Optional.of(service(organizational(step)));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Sender> byForeignEnvelope(SourceFacts source) {
    return source.spf().stream()
        .filter(spf -> !spf.aligned() && spf.passed() && !spf.identity().isEmpty())
        .max(Comparator.comparingLong(ReportedSpf::messages))
        .map(spf -> service(organizational(spf.identity())));
  }

  private static Sender network(InetAddress ip) {
    String network = networkOf(ip);
    return new Sender("network:" + network, network, "network");
  }

  static String networkOf(InetAddress ip) {
    int prefix = ip instanceof Inet4Address ? IP4_NETWORK : IP6_NETWORK;
    byte[] bytes = ip.getAddress();
    for (int i = prefix / 8; i < bytes.length; i++) {
      bytes[i] = 0;
    }
    try {
      return IpAddresses.toText(InetAddress.getByAddress(bytes)) + "/" + prefix;
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError("An address keeps its length", e);
    }
  }

  /**
   * The registered domain by the public suffix list, without DNS; the last two labels where the
   * list knows nothing.
   */
  static String organizational(String domain) {
    try {
      InternetDomainName name = InternetDomainName.from(domain);
      if (name.isUnderPublicSuffix()) {
        return name.topPrivateDomain().toString();
      }
    } catch (IllegalArgumentException e) {
      // Underscores and other texts that are no host name have labels all the same.
    }
    String[] labels = domain.split("\\.", -1);
    return labels.length <= 2
        ? domain
        : labels[labels.length - 2] + "." + labels[labels.length - 1];
  }
}
