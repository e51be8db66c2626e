package dev.plumbline.estates;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.Question;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/** DNS that can be exchanged, in place of the real one. */
@Alternative
@Singleton
public class EstateDns implements Dns {

  private volatile Dns now = new FakeDns();

  void become(Dns dns) {
    now = dns;
  }

  @Override
  public <T> DnsAnswer<T> ask(Question<T> question) {
    return now.ask(question);
  }
}
