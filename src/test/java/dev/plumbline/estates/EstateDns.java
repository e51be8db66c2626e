package dev.plumbline.estates;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.net.InetAddress;

/** DNS that can be exchanged, in place of the real one. */
@Alternative
@Singleton
public class EstateDns implements Dns {

  private volatile Dns now = new FakeDns();

  void become(Dns dns) {
    now = dns;
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return now.txt(name);
  }

  @Override
  public DnsAnswer<InetAddress> a(DomainName name) {
    return now.a(name);
  }

  @Override
  public DnsAnswer<InetAddress> aaaa(DomainName name) {
    return now.aaaa(name);
  }

  @Override
  public DnsAnswer<MailExchange> mx(DomainName name) {
    return now.mx(name);
  }

  @Override
  public DnsAnswer<DomainName> cname(DomainName name) {
    return now.cname(name);
  }

  @Override
  public DnsAnswer<DomainName> ptr(InetAddress address) {
    return now.ptr(address);
  }
}
