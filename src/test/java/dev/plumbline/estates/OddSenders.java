package dev.plumbline.estates;

import static dev.plumbline.estates.Zones.ALWAYS;

import dev.plumbline.estates.Actor.Host;
import dev.plumbline.estates.Actor.Mail;
import dev.plumbline.estates.Actor.Signature;
import dev.plumbline.estates.Actor.Way;
import dev.plumbline.standing.Standing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Those who write seldom, from many addresses, or with an empty envelope. */
final class OddSenders {

  private static final int YEAR = 365;

  private final EstateMaker estate;

  OddSenders(EstateMaker estate) {
    this.estate = estate;
  }

  List<Runnable> kinds() {
    return List.of(
        this::signedBounces,
        this::bounceGateway,
        this::bareBounceGateway,
        this::bouncesOfAService,
        this::forgedBounces,
        this::yearlyService,
        this::yearlyServer,
        this::yearlyUnaligned,
        this::onceLongAgo,
        this::tinyService,
        this::rotatingAddresses,
        this::natPool,
        this::forwarderThatSigns,
        this::forwarderOfBounces);
  }

  private Mail of(double share, String envelope, int from, int to, Signature... signatures) {
    return new Mail(share, estate.domain, envelope, List.of(signatures), Way.DIRECT, from, to);
  }

  private void own(String story, Standing right, List<Host> hosts, Mail... mails) {
    estate.add(story, Set.of(right), true, "own", hosts, 1, mails);
  }

  private Signature ours() {
    return new Signature(estate.domain, estate.publishedKey(estate.domain, 0, ALWAYS), 1);
  }

  // --- with an empty envelope ---

  /** A server that signs what it sends, and what it sends back. */
  private void signedBounces() {
    List<Host> hosts = estate.ownHosts(1);
    estate.listInSpf(hosts, 0, ALWAYS);
    Signature key = ours();
    own(
        "a server with bounces among its mail, all signed",
        Standing.AUTHORIZED,
        hosts,
        of(0.6, estate.domain, 0, ALWAYS, key),
        of(0.4, "", 0, ALWAYS, key));
  }

  /** Nothing but bounces; its HELO name has a record of its own. */
  private void bounceGateway() {
    List<Host> hosts = estate.ownHosts(2);
    hosts.forEach(
        host -> {
          estate.zones.spf(host.helo(), "-all");
          estate.zones.term(host.helo(), "a", 0, ALWAYS);
        });
    own(
        "a bounce gateway with a record of its own name",
        Standing.AUTHORIZED,
        hosts,
        of(1, "", 0, ALWAYS));
  }

  /** Listed, of no use where no envelope names the domain. */
  private void bareBounceGateway() {
    List<Host> hosts = estate.ownHosts(1);
    estate.listInSpf(hosts, 0, ALWAYS);
    own(
        "a bounce gateway without a record of its own name",
        Standing.NEEDS_AUTHORIZING,
        hosts,
        of(1, "", 0, ALWAYS));
  }

  /** In between its newsletters it answers what comes back to it. */
  private void bouncesOfAService() {
    String service = estate.stranger();
    Signature key = ours();
    estate.add(
        "a service with bounces among its mail, all signed",
        Set.of(Standing.AUTHORIZED),
        true,
        "service:" + service,
        estate.serviceHosts(service, 2),
        1,
        of(0.7, "bounce." + service, 0, ALWAYS, key),
        of(0.3, "", 0, ALWAYS, key));
  }

  /** Bounces that claim to be ours, from hosts all over. */
  private void forgedBounces() {
    List<Host> hosts = new ArrayList<>();
    for (Host host : estate.scattered(8)) {
      hosts.add(new Host(host.ip(), "mx." + estate.domain));
    }
    estate.add(
        "forged bounces",
        Set.of(Standing.UNRECOGNIZED),
        false,
        null,
        hosts,
        1,
        of(1, "", 0, ALWAYS));
  }

  // --- seldom ---

  /** A day of last year and the same one of this; or that of last year alone. */
  private Mail[] yearly(Mail mail) {
    int day = estate.days - 5 - estate.number(20);
    Mail before = on(mail, day - YEAR, day - YEAR + 2);
    return estate.chance(0.6)
        ? new Mail[] {before, on(mail, day, day + 2)}
        : new Mail[] {on(mail, day - 200, day - 198)};
  }

  private static Mail on(Mail mail, int from, int to) {
    return new Mail(4, mail.author(), mail.envelope(), mail.signatures(), mail.way(), from, to);
  }

  private void yearlyService() {
    String service = estate.stranger();
    estate.add(
        "a service that writes once a year",
        Set.of(Standing.AUTHORIZED),
        true,
        "service:" + service,
        estate.serviceHosts(service, 1 + estate.number(2)),
        1,
        yearly(of(1, "bounce." + service, 0, 1, ours())));
  }

  private void yearlyServer() {
    List<Host> hosts = estate.ownHosts(1);
    estate.listInSpf(hosts, -400, ALWAYS);
    own(
        "a server that writes once a year",
        Standing.AUTHORIZED,
        hosts,
        yearly(of(1, estate.domain, 0, 1)));
  }

  private void yearlyUnaligned() {
    String service = "deskly.example";
    estate.add(
        "a service that writes once a year and is not aligned",
        Set.of(Standing.NEEDS_ALIGNMENT),
        true,
        "service:" + service,
        estate.serviceHosts(service, 1),
        1,
        yearly(of(1, "bounce." + service, 0, 1, new Signature(service, "own", 1))));
  }

  /** Its key was taken away when it had long been silent, and nobody looked any more. */
  private void onceLongAgo() {
    String service = estate.stranger();
    String key = estate.publishedKey(estate.domain, -400, estate.days / 2);
    int day = -100 - estate.number(200);
    estate.add(
        "a service that wrote long ago, whose key is gone",
        Set.of(Standing.AUTHORIZED, Standing.REGRESSED),
        true,
        "service:" + service,
        estate.serviceHosts(service, 1),
        1,
        on(of(1, "bounce." + service, 0, 1, new Signature(estate.domain, key, 1)), day, day + 3));
  }

  private void tinyService() {
    String service = estate.chance(0.5) ? estate.hired() : estate.stranger();
    estate.add(
        "a service that hardly writes",
        Set.of(Standing.AUTHORIZED),
        true,
        "service:" + service,
        estate.serviceHosts(service, 1),
        0.01,
        of(1, "bounce." + service, 0, ALWAYS, ours()));
  }

  // --- from many addresses ---

  private void rotatingAddresses() {
    String net = "2001:db8:%x:".formatted(0x2000 + estate.number(0x1000));
    estate.zones.term(estate.domain, "ip6:" + net + ":/64", 0, ALWAYS);
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      hosts.add(
          new Host(net + ":%x:%x".formatted(1 + i, 1 + estate.number(0xfffe)), estate.domain));
    }
    estate.add(
        "a server with another IPv6 address for each message",
        Set.of(Standing.AUTHORIZED),
        true,
        "own",
        hosts,
        1,
        of(1, estate.domain, 0, ALWAYS));
  }

  private void natPool() {
    int block = estate.block();
    estate.zones.term(estate.domain, "ip4:10." + block + ".3.64/26", 0, ALWAYS);
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      hosts.add(new Host("10.%d.3.%d".formatted(block, 65 + 2 * i), "mail." + estate.domain));
    }
    estate.add(
        "servers behind a pool of addresses",
        Set.of(Standing.AUTHORIZED),
        true,
        "own",
        hosts,
        1,
        of(1, estate.domain, 0, ALWAYS));
  }

  void botnet() {
    Set<String> addresses = new LinkedHashSet<>();
    while (addresses.size() < 520) {
      addresses.add(
          "172.%d.%d.%d"
              .formatted(24 + estate.number(4), estate.number(256), 1 + estate.number(250)));
    }
    List<Host> hosts = new ArrayList<>();
    addresses.forEach(ip -> hosts.add(new Host(ip, "pc-" + hosts.size())));
    estate.add(
        "a botnet of hundreds",
        Set.of(Standing.UNRECOGNIZED),
        false,
        null,
        hosts,
        2,
        of(1, estate.domain, 0, ALWAYS));
  }

  // --- that pass mail on ---

  /** Adds its own signature to that of the author, which mostly survives. */
  private void forwarderThatSigns() {
    Mail original = estate.signed.get(0);
    String name = "relay" + estate.seed + ".example";
    List<Host> hosts = estate.foreignHosts(name, 1 + estate.number(2), true);
    estate.zones.spf("srs." + name, "-all");
    hosts.forEach(host -> estate.zones.term("srs." + name, "ip4:" + host.ip(), 0, ALWAYS));
    estate.zones.add("TXT", "r._domainkey." + name, estate.pickKey());
    List<Signature> signatures = new ArrayList<>();
    original
        .signatures()
        .forEach(one -> signatures.add(new Signature(one.domain(), one.selector(), 0.8)));
    signatures.add(new Signature(name, "r", 1));
    estate.add(
        "a forwarder that signs and rewrites",
        Set.of(Standing.FORWARDER),
        false,
        null,
        hosts,
        0.5,
        new Mail(1, original.author(), "srs." + name, signatures, Way.FORWARDED, 0, ALWAYS));
  }

  /** Empties the envelope, so that nothing comes back to it. */
  private void forwarderOfBounces() {
    Mail original = estate.signed.get(0);
    List<Host> hosts = estate.foreignHosts("empties" + estate.seed + ".example", 1, true);
    List<Signature> signatures =
        original.signatures().stream()
            .map(one -> new Signature(one.domain(), one.selector(), 0.7))
            .toList();
    estate.add(
        "a forwarder that empties the envelope",
        Set.of(Standing.FORWARDER),
        false,
        null,
        hosts,
        0.5,
        new Mail(1, original.author(), "", signatures, Way.FORWARDED, 0, ALWAYS));
  }
}
