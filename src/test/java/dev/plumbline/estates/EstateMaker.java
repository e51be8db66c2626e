package dev.plumbline.estates;

import static dev.plumbline.estates.Zones.ALWAYS;

import dev.plumbline.estates.Actor.Host;
import dev.plumbline.estates.Actor.Mail;
import dev.plumbline.estates.Actor.Signature;
import dev.plumbline.estates.Actor.Way;
import dev.plumbline.estates.Receiver.Habit;
import dev.plumbline.standing.Decision.Verdict;
import dev.plumbline.standing.Standing;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes an estate from a seed. The same seed makes the same estate, but for the bytes of keys. */
final class EstateMaker {

  private static final LocalDate LAST = LocalDate.of(2026, 10, 31);

  private static final List<String> KEYS = keys();

  private static final int MOST_NAMES = 2;

  /** Services of estates-catalogue.yaml: marketing, delivery, and a help desk. */
  private static final List<String> HIRED =
      List.of("sendwell.example", "mailrocket.example", "deskly.example");

  private static final String MAIL_HOST = "officepost.example";
  private static final String FORWARDER = "aliasbox.example";
  private static final String LIST_HOST = "listhaven.example";

  final long seed;
  private final Random random;
  final String domain;
  final int days;
  boolean strict;
  final Zones zones = new Zones();
  final List<Actor> actors = new ArrayList<>();
  private final Map<String, Verdict> decisions = new HashMap<>();
  private final Set<Integer> blocks = new HashSet<>();

  /** What own servers and services sign with, for others to pass on. */
  final List<Mail> signed = new ArrayList<>();

  private int servers;
  private int namesInSpf;

  private EstateMaker(String name, long seed, String suffix) {
    this.seed = seed;
    this.random = new Random(seed * 0x9E3779B97F4A7C15L + 17);
    this.domain = name + seed + "." + suffix;
    this.days = 28 + random.nextInt(15);
  }

  static Estate make(long seed) {
    return new EstateMaker("estate", seed, "example").make(false);
  }

  /**
   * One with what is seldom met, and receivers that contradict themselves. Some lie below a public
   * suffix of two labels, be it one that the list knows or one that says so itself.
   */
  static Estate makeHard(long seed) {
    String suffix =
        switch ((int) (seed % 7)) {
          case 3 -> "co.uk";
          case 5 -> "region" + seed + ".example";
          default -> "example";
        };
    EstateMaker maker = new EstateMaker("hard", seed, suffix);
    if (suffix.startsWith("region")) {
      maker.zones.add("TXT", "_dmarc." + suffix, "v=DMARC1; p=none; psd=y");
    }
    return maker.make(true);
  }

  private Estate make(boolean hard) {
    String policy = pick("none", "none", "none", "quarantine", "reject");
    boolean parked = chance(0.06) && !hard;
    strict = !parked && chance(hard ? 0.25 : 0.1);
    zones.add(
        "TXT",
        "_dmarc." + domain,
        "v=DMARC1; p=%s%s%s; rua=mailto:d@%s"
            .formatted(
                policy,
                hard ? pick("", "; sp=none", "; sp=reject; np=reject") : "",
                strict ? "; adkim=s" : "",
                domain));
    Habit overriding = chance(0.5) ? Habit.OVERRIDES : Habit.ARC;
    List<Receiver> receivers = receivers(overriding);
    if (parked) {
      parked();
    } else {
      inhabited(hard);
    }
    if (hard) {
      new Complications(this).add();
      receivers.add(new Receiver("Receiver Y", 0.1 + 0.1 * random.nextDouble(), Set.of(Habit.RAW)));
      receivers.add(
          new Receiver("Receiver Z", 0.1 + 0.1 * random.nextDouble(), Set.of(Habit.SWAPPED)));
      List<Habit> odd = new ArrayList<>(Habit.ODD);
      for (String name : List.of("U", "V")) {
        Habit habit = odd.remove(random.nextInt(odd.size()));
        receivers.add(
            new Receiver("Receiver " + name, 0.1 + 0.1 * random.nextDouble(), Set.of(habit)));
      }
    }
    return new Estate(
        seed,
        domain,
        LAST.minusDays(days - 1L),
        days,
        policy,
        strict,
        actors,
        receivers,
        zones,
        decisions);
  }

  private void parked() {
    zones.spf(domain, "-all");
    zones.add("MX", domain, "");
    int spoofers = 1 + random.nextInt(3);
    for (int i = 0; i < spoofers; i++) {
      spoofer(Standing.UNAUTHORIZED_USE);
    }
  }

  private void inhabited(boolean hard) {
    zones.spf(domain, pick("~all", "-all", "-all", "?all"));
    zones.add("MX", domain, "mx." + domain);
    zones.add("A", "mx." + domain, "192.0.2.1");
    boolean broken = chance(0.1) && !hard;
    if (broken) {
      broken();
    } else {
      main();
      int others = 2 + random.nextInt(7);
      Set<Integer> kinds = new LinkedHashSet<>();
      while (kinds.size() < others) {
        kinds.add(random.nextInt(23));
      }
      if (kinds.contains(8)) {
        kinds.remove(9); // Included or not, not both.
      }
      kinds.forEach(this::someone);
    }
    int forwarders = random.nextInt(3);
    for (int i = 0; i < forwarders; i++) {
      forwarder(i);
    }
    if (chance(0.4)) {
      list();
    }
    int spoofers = random.nextInt(3);
    for (int i = 0; i < spoofers; i++) {
      spoofer(Standing.UNRECOGNIZED);
    }
  }

  private void someone(int kind) {
    switch (kind) {
      case 0 -> ownBySpf("a second server of its own, by SPF only", true);
      case 1 -> ownNameless();
      case 2 -> ownUnlisted();
      case 3 -> ownPool();
      case 4 -> signingService(hired(), "news");
      case 5 -> signingService(stranger(), "invoices");
      case 6 -> returnPathService(hired());
      case 7 -> returnPathService(stranger());
      case 8 -> mailHost(true);
      case 9 -> mailHost(false);
      case 10 -> unalignedService(hired(), null);
      case 11 -> unalignedService(stranger(), Verdict.OURS);
      case 12 -> unalignedService(stranger(), null);
      case 13 -> unalignedService(stranger(), Verdict.NOT_OURS);
      case 14 -> lostKey();
      case 15 -> lostListing();
      case 16 -> fixedListing(false);
      case 17 -> fixedListing(true);
      case 18 -> fixedKey();
      case 19 -> subdomain();
      case 20 -> newRange();
      case 21 -> silentDns();
      case 22 -> unlistedService();
      default -> throw new IllegalArgumentException("kind " + kind);
    }
  }

  // --- own servers ---

  /** Every domain has a server that works. */
  private void main() {
    List<Host> hosts = ownHosts(1 + random.nextInt(3));
    listInSpf(hosts, 0, ALWAYS);
    String selector = publishedKey(domain, 0, ALWAYS);
    Mail mail = mail(domain, domain, new Signature(domain, selector, 1));
    signed.add(mail);
    add("its own servers, signing and listed", Standing.AUTHORIZED, "own", hosts, 3, mail);
  }

  private void ownBySpf(String story, boolean named) {
    List<Host> hosts = named ? ownHosts(1 + random.nextInt(2)) : namelessHosts(1);
    listInSpf(hosts, 0, ALWAYS);
    add(story, Standing.AUTHORIZED, named ? "own" : null, hosts, 1, mail(domain, domain));
  }

  private void ownNameless() {
    ownBySpf("a listed server without a reverse name", false);
  }

  private void ownUnlisted() {
    List<Host> hosts = ownHosts(1 + random.nextInt(2));
    add(
        "a server of its own that nobody listed",
        Standing.NEEDS_AUTHORIZING,
        "own",
        hosts,
        0.7,
        mail(domain, chance(0.8) ? domain : ""));
  }

  /** Some are listed, some are not. */
  private void ownPool() {
    List<Host> hosts = ownHosts(4);
    listInSpf(hosts.subList(0, 3), 0, ALWAYS);
    add("listed part of a pool", Standing.AUTHORIZED, "own", hosts.subList(0, 3), 1, mail());
    add(
        "unlisted part of a pool",
        Standing.NEEDS_AUTHORIZING,
        "own",
        hosts.subList(3, 4),
        0.4,
        mail());
  }

  private void broken() {
    int from = chance(0.5) ? 0 : days * 2 / 3 + random.nextInt(days / 3);
    switch (random.nextInt(4)) {
      case 0 -> zones.term(domain, "ipv4:192.0.2.77", from, ALWAYS);
      case 1 -> {
        for (int i = 0; i < 11; i++) {
          String name = "spf" + i + ".partner.example";
          zones.add("TXT", name, "v=spf1 ip4:198.51.100." + i + " -all");
          zones.term(domain, "include:" + name, from, ALWAYS);
        }
      }
      case 2 -> zones.add("TXT", domain, "v=spf1 ip4:198.51.100.9 -all", from, ALWAYS);
      default -> zones.term(domain, "include:gone.partner.example", from, ALWAYS);
    }
    List<Host> signing = ownHosts(1);
    String selector = publishedKey(domain, 0, ALWAYS);
    Mail mail = mail(domain, domain, new Signature(domain, selector, 1));
    signed.add(mail);
    add("a signing server under a broken record", Standing.AUTHORIZED, "own", signing, 3, mail);
    boolean named = chance(0.5);
    List<Host> listed = named ? ownHosts(1 + random.nextInt(2)) : namelessHosts(1);
    // It stands behind what is broken, since an address before it would pass all the same.
    listInSpf(listed, 0, ALWAYS);
    add(
        from == 0 ? "a server under a broken record" : "a server whose record broke on day " + from,
        from == 0 ? Standing.NEEDS_AUTHORIZING : Standing.REGRESSED,
        named ? "own" : null,
        listed,
        1.5,
        mail());
  }

  // --- services ---

  /** Its envelope is its own, its signature the domain's. */
  private void signingService(String service, String selector) {
    List<Host> hosts = serviceHosts(service, 1 + random.nextInt(4));
    cnameKey(service, selector, 0, ALWAYS);
    Mail mail =
        mail(
            domain,
            "bounce." + service,
            new Signature(domain, selector, 1),
            new Signature(service, "own", 1));
    signed.add(mail);
    add(
        "a service that signs: " + service,
        Standing.AUTHORIZED,
        "service:" + service,
        hosts,
        1,
        mail);
  }

  /** Its envelope is below the domain. */
  private void returnPathService(String service) {
    List<Host> hosts = serviceHosts(service, 1 + random.nextInt(3));
    String returnPath = "bounces" + ++servers + "." + domain;
    zones.spf(returnPath, "-all");
    zones.term(returnPath, "include:spf." + service, 0, ALWAYS);
    add(
        "a service with a return path of the domain: " + service,
        Standing.AUTHORIZED,
        "service:" + service,
        hosts,
        1,
        mail(domain, returnPath, new Signature(service, "own", 1)));
  }

  /** The envelope is the domain itself. */
  private void mailHost(boolean included) {
    List<Host> hosts = serviceHosts(MAIL_HOST, 2 + random.nextInt(3));
    if (included) {
      zones.term(domain, "include:spf." + MAIL_HOST, 0, ALWAYS);
    } else {
      decisions.put("service:" + MAIL_HOST, Verdict.OURS);
    }
    add(
        included ? "an included mail host" : "a mail host that is not included, decided ours",
        included ? Standing.AUTHORIZED : Standing.NEEDS_AUTHORIZING,
        "service:" + MAIL_HOST,
        hosts,
        1.5,
        mail());
  }

  private void unalignedService(String service, @Nullable Verdict verdict) {
    if (verdict != null) {
      decisions.put("service:" + service, verdict);
    }
    boolean known = HIRED.contains(service) || verdict == Verdict.OURS;
    Standing standing =
        verdict == Verdict.NOT_OURS
            ? Standing.UNAUTHORIZED_USE
            : known ? Standing.NEEDS_ALIGNMENT : Standing.UNRECOGNIZED;
    boolean signs = chance(0.5);
    actors.add(
        new Actor(
            "a service that is not aligned: " + service + ", " + verdict,
            Set.of(standing),
            verdict != Verdict.NOT_OURS,
            "service:" + service,
            serviceHosts(service, 1 + random.nextInt(4)),
            volume(0.6),
            List.of(
                signs
                    ? mail(domain, "bounce." + service, new Signature(service, "own", 1))
                    : mail(domain, "bounce." + service))));
  }

  /** It writes with the domain as envelope, and nobody included it. */
  private void unlistedService() {
    String service = "mailrocket.example";
    add(
        "a hired service that is not included",
        Standing.NEEDS_AUTHORIZING,
        "service:" + service,
        serviceHosts(service, 1 + random.nextInt(3)),
        1,
        mail());
  }

  private void lostKey() {
    String service = chance(0.5) ? hired() : stranger();
    int until = days / 4 + random.nextInt(days - days / 4) + random.nextInt(3);
    String selector = "key" + ++servers;
    if (chance(0.5)) {
      cnameKey(service, selector, 0, until);
    } else {
      zones.add("TXT", selector + "._domainkey." + domain, pickKey(), 0, until);
      if (chance(0.5)) {
        zones.add("TXT", selector + "._domainkey." + domain, "v=DKIM1; p=", until, ALWAYS);
      }
    }
    add(
        "a service whose key went on day " + until + ": " + service,
        Standing.REGRESSED,
        "service:" + service,
        serviceHosts(service, 1 + random.nextInt(3)),
        1,
        mail(domain, "bounce." + service, new Signature(domain, selector, 1)));
  }

  private void lostListing() {
    List<Host> hosts = chance(0.6) ? ownHosts(1) : namelessHosts(1);
    int until = days / 4 + random.nextInt(days - days / 4) + random.nextInt(3);
    listInSpf(hosts, 0, until);
    add("a server unlisted since day " + until, Standing.REGRESSED, null, hosts, 1, mail());
  }

  /**
   * An unlisted server that was listed: long ago, so that reports prove it, or when the last of
   * them had come.
   */
  private void fixedListing(boolean proven) {
    List<Host> hosts = ownHosts(1);
    int from = proven ? days / 2 + random.nextInt(days / 4) : days;
    listInSpf(hosts, from, ALWAYS);
    add(
        "a server listed since day " + from,
        proven ? Standing.AUTHORIZED : Standing.FIXED,
        "own",
        hosts,
        proven ? 3 : 1,
        mail());
  }

  /** It signed from the first day; the key came when the last report had come. */
  private void fixedKey() {
    String service = hired();
    String selector = "key" + ++servers;
    cnameKey(service, selector, days, ALWAYS);
    add(
        "a service whose key came late: " + service,
        Standing.FIXED,
        "service:" + service,
        serviceHosts(service, 2),
        1,
        mail(
            domain,
            "bounce." + service,
            new Signature(domain, selector, 1),
            new Signature(service, "own", 1)));
  }

  private void subdomain() {
    String author = pick("shop.", "mail.", "jobs.") + domain;
    List<Host> hosts = ownHosts(1);
    // Its own name, so that it is aligned in strict mode as well.
    Mail mail = mail(author, author, new Signature(author, publishedKey(author, 0, ALWAYS), 1));
    add("a server that writes as " + author, Standing.AUTHORIZED, "own", hosts, 1, mail);
  }

  /** A service moved into addresses that its record, as copied into ours, does not list. */
  private void newRange() {
    String service = stranger();
    List<Host> hosts = serviceHosts(service, 4);
    for (Host host : hosts.subList(0, 2)) {
      zones.term(domain, "ip4:" + host.ip(), 0, ALWAYS);
    }
    decisions.put("service:" + service, Verdict.OURS);
    String key = "service:" + service;
    add("listed part of a service", Standing.AUTHORIZED, key, hosts.subList(0, 2), 1, mail());
    add(
        "unlisted part of a service",
        Standing.NEEDS_AUTHORIZING,
        key,
        hosts.subList(2, 4),
        1,
        mail());
  }

  /** When we ask, DNS is silent; what was reported stands. */
  private void silentDns() {
    String service = stranger();
    List<Host> hosts = serviceHosts(service, 2);
    String selector = "silent" + ++servers;
    zones.add("TXT", selector + "._domainkey." + domain, pickKey(), 0, days);
    zones.add("FAIL", selector + "._domainkey." + domain, "", days, ALWAYS);
    add(
        "a service whose key cannot be asked for: " + service,
        Standing.AUTHORIZED,
        "service:" + service,
        hosts,
        1,
        mail(domain, "bounce." + service, new Signature(domain, selector, 1)));
  }

  // --- strangers ---

  private void forwarder(int number) {
    Mail original = signed.get(random.nextInt(signed.size()));
    int variant = random.nextInt(4);
    String name = variant == 3 ? FORWARDER : "uni" + seed + number + ".example";
    List<Host> hosts = foreignHosts(name, 1 + random.nextInt(2), true);
    double survives = variant >= 2 ? 0 : 0.4 + 0.5 * random.nextDouble();
    boolean rewrites = variant == 1;
    if (rewrites) {
      zones.spf("srs." + name, "-all");
      hosts.forEach(host -> zones.term("srs." + name, "ip4:" + host.ip(), 0, ALWAYS));
    }
    List<Signature> signatures =
        original.signatures().stream()
            .map(one -> new Signature(one.domain(), one.selector(), survives))
            .toList();
    add(
        "a forwarder (%d) of mail that %s signs"
            .formatted(variant, original.signatures().get(0).selector()),
        Standing.FORWARDER,
        null,
        hosts,
        0.4,
        new Mail(
            1,
            original.author(),
            rewrites ? "srs." + name : original.envelope(),
            signatures,
            Way.FORWARDED,
            0,
            ALWAYS));
  }

  private void list() {
    Mail original = signed.get(random.nextInt(signed.size()));
    String name = chance(0.5) ? LIST_HOST : "club" + seed + ".example";
    List<Host> hosts = foreignHosts(name, 1, true);
    zones.spf("bounces." + name, "-all");
    zones.term("bounces." + name, "ip4:" + hosts.get(0).ip(), 0, ALWAYS);
    List<Signature> signatures = new ArrayList<>();
    original.signatures().forEach(o -> signatures.add(new Signature(o.domain(), o.selector(), 0)));
    if (chance(0.6)) {
      zones.add("TXT", "list._domainkey." + name, pickKey());
      signatures.add(new Signature(name, "list", 1));
    }
    add(
        "a mailing list: " + name,
        Standing.FORWARDER,
        null,
        hosts,
        0.4,
        new Mail(1, original.author(), "bounces." + name, signatures, Way.LIST, 0, ALWAYS));
  }

  private void spoofer(Standing standing) {
    int variant = random.nextInt(6);
    List<Host> hosts;
    Mail mail;
    switch (variant) {
      case 0 -> { // a botnet
        hosts = scattered(5 + random.nextInt(20));
        mail = mail(domain, chance(0.5) ? domain : "");
      }
      case 1 -> { // with a signature that is nothing
        hosts = scattered(2 + random.nextInt(5));
        String selector = signed.isEmpty() ? "x" : signed.get(0).signatures().get(0).selector();
        mail = mail(domain, domain, new Signature(domain, selector, 0));
      }
      case 2 -> { // well set up, for its own domain
        String own = "cheap" + seed + "x" + ++servers + ".example";
        hosts = foreignHosts(own, 1 + random.nextInt(2), true);
        zones.spf(own, "-all");
        for (Host host : hosts) {
          zones.term(own, "ip4:" + host.ip(), 0, ALWAYS);
        }
        zones.add("TXT", "d._domainkey." + own, pickKey());
        mail = mail(domain, own, new Signature(own, "d", 1));
      }
      case 3 -> { // a rented server whose reverse name claims to be ours
        hosts = new ArrayList<>();
        String ip = "10." + block() + "." + random.nextInt(250) + ".9";
        zones.add("PTR", ip, "mail." + domain);
        hosts.add(new Host(ip, "mail." + domain));
        mail = mail(domain, domain);
      }
      case 4 -> { // names that do not exist
        hosts = scattered(2 + random.nextInt(4));
        mail = mail("billing" + random.nextInt(100) + "." + domain, domain);
      }
      default -> { // the null reverse path, and our name in HELO
        String ip = "10." + block() + "." + random.nextInt(250) + ".7";
        hosts = List.of(new Host(ip, "mx." + domain));
        mail = mail(domain, "");
      }
    }
    actors.add(
        new Actor(
            "a spoofer (" + variant + ")",
            Set.of(standing),
            false,
            null,
            hosts,
            volume(0.5),
            List.of(mail)));
  }

  // --- parts ---

  private void add(
      String story,
      Standing standing,
      @Nullable String key,
      List<Host> hosts,
      double weight,
      Mail mail) {
    boolean legitimate = standing != Standing.UNAUTHORIZED_USE;
    actors.add(
        new Actor(story, Set.of(standing), legitimate, key, hosts, volume(weight), List.of(mail)));
  }

  void add(
      String story,
      Standing standing,
      boolean legitimate,
      List<Host> hosts,
      double weight,
      Mail... mails) {
    add(story, Set.of(standing), legitimate, null, hosts, weight, mails);
  }

  void add(
      String story,
      Set<Standing> right,
      boolean legitimate,
      @Nullable String key,
      List<Host> hosts,
      double weight,
      Mail... mails) {
    actors.add(new Actor(story, right, legitimate, key, hosts, volume(weight), List.of(mails)));
  }

  private double volume(double weight) {
    return weight * (4 + 40 * Math.exp(random.nextGaussian() * 0.8));
  }

  Mail mail() {
    return mail(domain, domain);
  }

  static Mail mail(String author, String envelope, Signature... signatures) {
    return new Mail(1, author, envelope, List.of(signatures), Way.DIRECT, 0, ALWAYS);
  }

  /** Hosts that lead to the domain and back. */
  List<Host> ownHosts(int count) {
    List<Host> hosts = new ArrayList<>();
    int block = block();
    for (int i = 0; i < count; i++) {
      String ip = address(block, 1 + i);
      String name = "out" + ++servers + "." + domain;
      zones.add("PTR", ip, name);
      zones.add(ip.contains(":") ? "AAAA" : "A", name, ip);
      hosts.add(new Host(ip, name));
    }
    return hosts;
  }

  private String address(int block, int last) {
    return chance(0.2)
        ? "2001:db8:%x::%x".formatted(0x100 + block, last)
        : "10.%d.%d.%d".formatted(block, random.nextInt(256), last);
  }

  static String term(String ip) {
    return (ip.contains(":") ? "ip6:" : "ip4:") + ip;
  }

  List<Host> namelessHosts(int count) {
    List<Host> hosts = new ArrayList<>();
    int block = block();
    for (int i = 0; i < count; i++) {
      hosts.add(new Host("10.%d.0.%d".formatted(block, 1 + i), "localhost.localdomain"));
    }
    return hosts;
  }

  List<Host> scattered(int count) {
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String ip =
          "172.%d.%d.%d"
              .formatted(16 + random.nextInt(16), random.nextInt(256), 1 + random.nextInt(254));
      if (chance(0.4)) {
        zones.add("PTR", ip, "dyn-" + ip.replace('.', '-') + ".cable" + seed % 7 + ".example");
      }
      hosts.add(new Host(ip, chance(0.5) ? domain : "pc-" + i));
    }
    return hosts;
  }

  /** Hosts of a service whose own domains pass SPF. */
  List<Host> serviceHosts(String service, int count) {
    boolean published = HIRED.contains(service) || service.equals(MAIL_HOST);
    List<Host> hosts = foreignHosts(service, count, !published || chance(0.7));
    if (!zones.hasSpf("spf." + service)) {
      zones.spf("spf." + service, "-all");
      zones.spf("bounce." + service, "-all");
      zones.term("bounce." + service, "include:spf." + service, 0, ALWAYS);
      zones.add("TXT", "own._domainkey." + service, pickKey());
    }
    hosts.forEach(host -> zones.term("spf." + service, "ip4:" + host.ip(), 0, ALWAYS));
    return hosts;
  }

  List<Host> foreignHosts(String owner, int count, boolean named) {
    List<Host> hosts = new ArrayList<>();
    int block = block();
    for (int i = 0; i < count; i++) {
      String ip = "10.%d.%d.%d".formatted(block, i, 5 + i);
      String name = "mta" + block + "x" + i + "." + owner;
      if (named) {
        zones.add("PTR", ip, name);
        zones.add(ip.contains(":") ? "AAAA" : "A", name, ip);
      }
      hosts.add(new Host(ip, name));
    }
    return hosts;
  }

  /**
   * A name is looked up for clients of the other family of addresses too, and nothing is found:
   * more than two of them would break the record for these.
   */
  void listInSpf(List<Host> hosts, int from, int to) {
    for (Host host : hosts) {
      boolean byName = chance(0.2) && host.helo().endsWith(domain) && namesInSpf < MOST_NAMES;
      namesInSpf += byName ? 1 : 0;
      zones.term(domain, byName ? "a:" + host.helo() : term(host.ip()), from, to);
    }
  }

  String publishedKey(String signer, int from, int to) {
    String selector = "s" + ++servers;
    zones.add("TXT", selector + "._domainkey." + signer, pickKey(), from, to);
    return selector;
  }

  private void cnameKey(String service, String selector, int from, int to) {
    String target = selector + "." + seed + ".dkim." + service;
    zones.add("TXT", target, pickKey());
    zones.add("CNAME", selector + "._domainkey." + domain, target, from, to);
  }

  String hired() {
    return HIRED.get(random.nextInt(HIRED.size()));
  }

  String stranger() {
    return "svc" + seed + "x" + ++servers + ".example";
  }

  int block() {
    int block = random.nextInt(256);
    while (!blocks.add(block)) {
      block = random.nextInt(256);
    }
    return block;
  }

  private List<Receiver> receivers(Habit overriding) {
    List<Receiver> receivers = new ArrayList<>();
    int count = 2 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      EnumSet<Habit> habits = EnumSet.noneOf(Habit.class);
      for (Habit habit : Habit.USUAL) {
        if (chance(0.2)) {
          habits.add(habit);
        }
      }
      habits.remove(Habit.WEEKLY);
      if (i == 0) {
        habits.add(overriding);
        habits.remove(Habit.NO_SELECTOR);
      }
      receivers.add(
          new Receiver("Receiver " + (char) ('A' + i), i == 0 ? 0.4 : 0.6 / (count - 1), habits));
    }
    return receivers;
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int number(int below) {
    return random.nextInt(below);
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  String pickKey() {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  private static List<String> keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        keys.add(
            "v=DKIM1; k=rsa; p="
                + Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPublic().getEncoded()));
      }
      return keys;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
