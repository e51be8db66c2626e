package dev.plumbline.web;

import dev.plumbline.dns.IpAddresses;
import jakarta.ws.rs.NotFoundException;
import java.net.InetAddress;

/** What is said about things nobody has heard of. */
final class Unknown {

  private Unknown() {}

  static NotFoundException domain(String domain) {
    return new NotFoundException("No report about " + domain + " has come in.");
  }

  static NotFoundException source(String domain, InetAddress ip, Period period) {
    return new NotFoundException(
        "No messages from "
            + IpAddresses.toText(ip)
            + " for "
            + domain
            + " were reported in "
            + Format.days(period.from(), period.to())
            + ".");
  }
}
