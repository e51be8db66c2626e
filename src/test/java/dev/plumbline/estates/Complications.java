package dev.plumbline.estates;

import static dev.plumbline.estates.Zones.ALWAYS;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.estates.Actor.Host;
import dev.plumbline.estates.Actor.Mail;
import dev.plumbline.estates.Actor.Signature;
import dev.plumbline.estates.Actor.Way;
import dev.plumbline.standing.Standing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What is seldom met and easily judged wrongly, added to an estate. */
final class Complications {

  /** Hundreds of sources take their time: one estate of so many has them. */
  private static final int BOTNETS = 10;

  private final EstateMaker estate;

  Complications(EstateMaker estate) {
    this.estate = estate;
  }

  void add() {
    List<Runnable> kinds = new ArrayList<>(kinds());
    kinds.addAll(new OddRecords(estate).kinds());
    kinds.addAll(new OddSenders(estate).kinds());
    int many = 6 + estate.number(7);
    for (int i = 0; i < many; i++) {
      kinds.remove(estate.number(kinds.size())).run();
    }
    if (estate.seed % BOTNETS == 0) {
      new OddSenders(estate).botnet();
    }
    // A record made of the address has an answer for every address there is.
    if (estate.chance(0.3)) {
      macroRecord();
    }
  }

  private List<Runnable> kinds() {
    return List.of(
        this::brokenRotation,
        this::cleanRotation,
        this::newReturnPath,
        this::sharedService,
        this::accessProvider,
        this::helpDesk,
        this::largeList,
        this::outage,
        this::burst,
        this::move,
        this::outsider,
        this::newsletterBesides);
  }

  /** A day in the window of judgement, far from either end. */
  private int middle() {
    return estate.days - 20 + estate.number(14);
  }

  private static Mail on(Mail mail, int from, int to) {
    return new Mail(
        mail.share(), mail.author(), mail.envelope(), mail.signatures(), mail.way(), from, to);
  }

  private static Mail share(Mail mail, double share) {
    return new Mail(
        share,
        mail.author(),
        mail.envelope(),
        mail.signatures(),
        mail.way(),
        mail.from(),
        mail.to());
  }

  private Signature ours(String selector) {
    return new Signature(estate.domain, selector, 1);
  }

  private Mail bounced(String service, Signature... signatures) {
    return EstateMaker.mail(estate.domain, "bounce." + service, signatures);
  }

  private void brokenRotation() {
    String service = estate.chance(0.5) ? estate.hired() : estate.stranger();
    int day = middle();
    String first = estate.publishedKey(estate.domain, 0, ALWAYS);
    estate.add(
        "a service that signs with a key that is not there since day " + day,
        Standing.REGRESSED,
        true,
        estate.serviceHosts(service, 1 + estate.number(3)),
        1.5,
        on(bounced(service, ours(first)), 0, day),
        on(bounced(service, ours("next" + first)), day, ALWAYS));
  }

  private void cleanRotation() {
    String service = estate.chance(0.5) ? estate.hired() : estate.stranger();
    int day = middle();
    String first = estate.publishedKey(estate.domain, 0, ALWAYS);
    String next = estate.publishedKey(estate.domain, 0, ALWAYS);
    estate.add(
        "a service that signs with another key since day " + day,
        Standing.AUTHORIZED,
        true,
        estate.serviceHosts(service, 1 + estate.number(3)),
        1.5,
        on(bounced(service, ours(first)), 0, day),
        on(bounced(service, ours(next)), day, ALWAYS));
  }

  private void newReturnPath() {
    String service = estate.chance(0.5) ? estate.hired() : estate.stranger();
    int day = estate.days - 4 - estate.number(16);
    String returnPath = "rp" + estate.number(100_000) + "." + estate.domain;
    estate.zones.spf(returnPath, "-all");
    List<Host> hosts = estate.serviceHosts(service, 1 + estate.number(2));
    estate.zones.term(returnPath, "include:spf." + service, 0, ALWAYS);
    estate.add(
        "a service with a return path of ours since day " + day,
        Standing.AUTHORIZED,
        true,
        hosts,
        2,
        on(bounced(service), 0, day),
        on(EstateMaker.mail(estate.domain, returnPath), day, ALWAYS));
  }

  private void sharedService() {
    // One whose include is never proposed: it would pass the other account's hosts as well.
    String service = "sendwell.example";
    String key = estate.publishedKey(estate.domain, 0, ALWAYS);
    String other = "bargain" + estate.seed + ".example";
    estate.zones.add("TXT", "deal._domainkey." + other, estate.pickKey());
    Signature theirs = new Signature(other, "deal", 1);
    Signature own = new Signature(service, "own", 1);
    List<Host> hosts = estate.serviceHosts(service, 3);
    estate.add(
        "an account at a service, at an address that another one uses too",
        Standing.AUTHORIZED,
        true,
        hosts.subList(0, 1),
        2,
        share(bounced(service, ours(key), own), 0.4),
        share(bounced(service, theirs, own), 0.6));
    estate.add(
        "an account of somebody else at a service of ours",
        Standing.UNRECOGNIZED,
        false,
        hosts.subList(1, 3),
        0.5,
        bounced(service, theirs, own));
  }

  private void accessProvider() {
    String provider = "telenova" + estate.seed + ".example";
    int block = estate.block();
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String ip = "10." + block + "." + (20 * i) + "." + (7 + i);
      String name =
          estate.chance(0.5)
              ? "host" + (7 + i) + ".dyn." + provider
              : "ip-" + ip.replace('.', '-') + "." + provider;
      estate.zones.add("PTR", ip, name);
      estate.zones.add("A", name, ip);
      hosts.add(new Host(ip, name));
    }
    estate.zones.term(estate.domain, "ip4:" + hosts.get(0).ip(), 0, ALWAYS);
    estate.add(
        "a listed server with a name of its access provider",
        Standing.AUTHORIZED,
        true,
        hosts.subList(0, 1),
        1,
        estate.mail());
    estate.add(
        "bots with names of an access provider",
        Standing.UNRECOGNIZED,
        false,
        hosts.subList(1, 6),
        0.5,
        estate.mail());
  }

  private void helpDesk() {
    String service = "mailrocket.example";
    estate.add(
        "a help desk that uses our envelope domain and signs as itself",
        Standing.NEEDS_AUTHORIZING,
        true,
        estate.serviceHosts(service, 1 + estate.number(2)),
        1,
        EstateMaker.mail(estate.domain, estate.domain, new Signature(service, "own", 1)));
  }

  /** Of one host too little is seen for a receiver to say what it is. */
  private void largeList() {
    Mail original = estate.signed.get(0);
    String name = "midland" + estate.seed + ".example";
    List<Host> hosts = estate.foreignHosts(name, 4, true);
    estate.zones.spf("bounces." + name, "-all");
    hosts.forEach(host -> estate.zones.term("bounces." + name, "ip4:" + host.ip(), 0, ALWAYS));
    estate.zones.add("TXT", "list._domainkey." + name, estate.pickKey());
    List<Signature> signatures = new ArrayList<>();
    original.signatures().forEach(o -> signatures.add(new Signature(o.domain(), o.selector(), 0)));
    signatures.add(new Signature(name, "list", 1));
    Mail mail = new Mail(1, original.author(), "bounces." + name, signatures, Way.LIST, 0, ALWAYS);
    estate.add(
        "a list with several hosts", Standing.FORWARDER, false, hosts.subList(0, 3), 1, mail);
    estate.add(
        "a host of a list of which nobody says so",
        Standing.FORWARDER,
        false,
        hosts.subList(3, 4),
        0.1,
        new Mail(1, original.author(), "bounces." + name, signatures, Way.DIRECT, 0, ALWAYS));
  }

  private void outage() {
    int day = middle();
    int until = day + 1 + estate.number(2);
    List<Host> hosts = estate.ownHosts(2);
    hosts.forEach(
        host -> {
          String term = (host.ip().contains(":") ? "ip6:" : "ip4:") + host.ip();
          estate.zones.term(estate.domain, term, 0, day);
          estate.zones.term(estate.domain, term, until, ALWAYS);
        });
    estate.add(
        "a server whose records were gone from day " + day + " to " + until,
        Standing.AUTHORIZED,
        true,
        hosts,
        2,
        estate.mail());
  }

  private void burst() {
    int day = middle();
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      hosts.add(
          new Host("172.20." + estate.number(256) + "." + (1 + estate.number(250)), estate.domain));
    }
    estate.add(
        "a burst of forgeries on day " + day,
        Standing.UNRECOGNIZED,
        false,
        hosts.stream().distinct().toList(),
        6,
        on(estate.mail(), day, day + 2));
  }

  private void macroRecord() {
    String keeper = "mandate" + estate.seed + ".example";
    List<Host> hosts = estate.namelessHosts(2);
    estate.zones.term(estate.domain, "include:%{i}._spf." + keeper, 0, ALWAYS);
    hosts.forEach(
        host ->
            estate.zones.add(
                "TXT", host.ip() + "._spf." + keeper, "v=spf1 ip4:" + host.ip() + " -all"));
    estate.actors.stream()
        .flatMap(actor -> actor.hosts().stream())
        .map(host -> labels(host.ip()) + "._spf." + keeper)
        .distinct()
        .forEach(name -> estate.zones.add("TXT", name, "v=spf1 -all"));
    estate.add(
        "servers in a record that is made of the address",
        Standing.AUTHORIZED,
        true,
        hosts,
        1,
        estate.mail());
  }

  /** As the macro {@code %{i}} has it (RFC 7208 section 7.3). */
  private static String labels(String ip) {
    if (!ip.contains(":")) {
      return ip;
    }
    StringBuilder nibbles = new StringBuilder();
    for (byte octet : IpAddresses.parse(ip).orElseThrow().getAddress()) {
      nibbles.append(Integer.toHexString((octet >> 4) & 15)).append('.');
      nibbles.append(Integer.toHexString(octet & 15)).append('.');
    }
    return nibbles.substring(0, nibbles.length() - 1);
  }

  /** As the macro {@code %{ir}} has it. */
  static String reversed(String ip) {
    List<String> parts = new ArrayList<>(List.of(labels(ip).split("\\.", -1)));
    Collections.reverse(parts);
    return String.join(".", parts);
  }

  private void move() {
    int day = middle();
    String from = estate.stranger();
    String to = estate.stranger();
    String first = estate.publishedKey(estate.domain, 0, ALWAYS);
    String next = estate.publishedKey(estate.domain, 0, ALWAYS);
    estate.add(
        "a service that was left on day " + day,
        Standing.AUTHORIZED,
        true,
        estate.serviceHosts(from, 2),
        1,
        on(bounced(from, ours(first)), 0, day));
    estate.add(
        "a service that is used since day " + day,
        Standing.AUTHORIZED,
        true,
        estate.serviceHosts(to, 2),
        1,
        on(bounced(to, ours(next)), day, ALWAYS));
  }

  /** Well set up for its own domain; a receiver that repeats raw results says that it passes. */
  private void outsider() {
    String own = "offers" + estate.seed + ".example";
    List<Host> hosts = estate.foreignHosts(own, 1 + estate.number(2), true);
    estate.zones.spf(own, "-all");
    hosts.forEach(host -> estate.zones.term(own, "ip4:" + host.ip(), 0, ALWAYS));
    estate.zones.add("TXT", "d._domainkey." + own, estate.pickKey());
    estate.add(
        "a spoofer with records of its own",
        Standing.UNRECOGNIZED,
        false,
        hosts,
        1,
        EstateMaker.mail(estate.domain, own, new Signature(own, "d", 1)));
  }

  /** Everyday mail signed as us; the newsletter on a day of the week is too. */
  private void newsletterBesides() {
    String service = estate.stranger();
    String key = estate.publishedKey(estate.domain, 0, ALWAYS);
    List<Mail> mails = new ArrayList<>();
    mails.add(share(bounced(service, ours(key)), 0.7));
    for (int day = 3; day < estate.days; day += 7) {
      mails.add(on(share(bounced(service, ours(key)), 2), day, day + 1));
    }
    estate.add(
        "a service with a newsletter beside everyday mail",
        Standing.AUTHORIZED,
        true,
        estate.serviceHosts(service, 1),
        1,
        mails.toArray(Mail[]::new));
  }
}
