package dev.plumbline.dmarc;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** DNS as it would be if a domain published this record. */
record ProposedRecord(Dns dns, DomainName name, String record) implements Dns {

  @Override
  public DnsAnswer<String> txt(DomainName asked) {
    return asked.equals(name)
        ? new DnsAnswer.Found<>(List.of(record), Duration.ZERO)
        : dns.txt(asked);
  }

  @Override
  public DnsAnswer<InetAddress> a(DomainName asked) {
    return dns.a(asked);
  }

  @Override
  public DnsAnswer<InetAddress> aaaa(DomainName asked) {
    return dns.aaaa(asked);
  }

  @Override
  public DnsAnswer<MailExchange> mx(DomainName asked) {
    return dns.mx(asked);
  }

  @Override
  public DnsAnswer<DomainName> cname(DomainName asked) {
    return asked.equals(name) ? new DnsAnswer.NoData<>(Duration.ZERO) : dns.cname(asked);
  }

  @Override
  public DnsAnswer<DomainName> ptr(InetAddress address) {
    return dns.ptr(address);
  }
}
