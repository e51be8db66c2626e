package dev.plumbline.web;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import jakarta.ws.rs.NotFoundException;
import java.net.InetAddress;

/** What is said about things nobody has heard of. */
final class Unknown {

  private Unknown() {}

  /** There is no such domain, so nothing below it either. */
  static final class UnknownDomain extends NotFoundException {

    private static final long serialVersionUID = 1L;

    private UnknownDomain(String sentence) {
      super(sentence);
    }
  }

  static NotFoundException domain(String domain) {
    return new UnknownDomain("No report about " + DomainName.forPeople(domain) + " has come in.");
  }

  static NotFoundException reporter(long id) {
    return new NotFoundException("No reporter has the number " + id + ".");
  }

  static NotFoundException source(String domain, InetAddress ip) {
    return new NotFoundException(
        "No messages from %s for %s were reported."
            .formatted(IpAddresses.toText(ip), DomainName.forPeople(domain)));
  }
}
