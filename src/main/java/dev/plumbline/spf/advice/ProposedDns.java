package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * DNS as it would be with other SPF records. The texts given for a name take the place of the SPF
 * records there, and of what tries to be one; its other TXT records stay.
 */
final class ProposedDns implements Dns {

  private final Dns dns;
  private final Map<DomainName, List<String>> changed = new HashMap<>();

  /**
   * @param changedTxtRecords by domain name; an empty list takes the records away
   * @throws IllegalArgumentException if a key is not a domain name
   */
  ProposedDns(Dns dns, Map<String, List<String>> changedTxtRecords) {
    this.dns = dns;
    changedTxtRecords.forEach(
        (name, texts) -> changed.put(DomainName.of(name), List.copyOf(texts)));
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    DnsAnswer<String> published = dns.txt(name);
    List<String> texts = changed.get(name);
    if (texts == null) {
      return published;
    }
    List<String> all = new ArrayList<>(texts);
    published.values().stream().filter(text -> !SpfVersion.isMeant(text)).forEach(all::add);
    return all.isEmpty()
        ? new DnsAnswer.NoData<>(Duration.ZERO)
        : new DnsAnswer.Found<>(all, Duration.ZERO);
  }

  @Override
  public DnsAnswer<String> retiredSpf(DomainName name) {
    return dns.retiredSpf(name);
  }

  @Override
  public DnsAnswer<InetAddress> a(DomainName name) {
    return dns.a(name);
  }

  @Override
  public DnsAnswer<InetAddress> aaaa(DomainName name) {
    return dns.aaaa(name);
  }

  @Override
  public DnsAnswer<MailExchange> mx(DomainName name) {
    return dns.mx(name);
  }

  @Override
  public DnsAnswer<DomainName> ptr(InetAddress address) {
    return dns.ptr(address);
  }
}
