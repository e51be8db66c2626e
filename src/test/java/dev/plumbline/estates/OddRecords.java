package dev.plumbline.estates;

import static dev.plumbline.estates.Zones.ALWAYS;

import dev.plumbline.estates.Actor.Host;
import dev.plumbline.estates.Actor.Mail;
import dev.plumbline.estates.Actor.Signature;
import dev.plumbline.standing.Standing;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** SPF records and keys of every shape, each for an envelope domain or a service of its own. */
final class OddRecords {

  private final EstateMaker estate;

  OddRecords(EstateMaker estate) {
    this.estate = estate;
  }

  List<Runnable> kinds() {
    return List.of(
        this::exists,
        this::redirect,
        this::tenLookups,
        this::elevenLookups,
        this::twoVoidLookups,
        this::threeVoidLookups,
        this::typoMended,
        this::pointers,
        this::macroOfTheHelo,
        this::serviceBehindMacros,
        this::wildcard,
        this::signingSubdomain,
        this::signingSubdomainOfAService,
        this::delegatedSubdomain,
        this::neighbour);
  }

  private String returnPath() {
    String name = "rp" + estate.number(1_000_000) + "." + estate.domain;
    estate.zones.spf(name, "-all");
    return name;
  }

  private void listed(String story, Consumer<Listing> how) {
    Listing listing = new Listing(returnPath(), estate.ownHosts(1 + estate.number(2)));
    how.accept(listing);
    add(story, Set.of(Standing.AUTHORIZED), listing);
  }

  private record Listing(String name, List<Host> hosts) {}

  private void add(String story, Set<Standing> right, Listing listing) {
    estate.add(
        story,
        right,
        true,
        "own",
        listing.hosts(),
        1,
        EstateMaker.mail(estate.domain, listing.name()));
  }

  private void terms(Listing listing) {
    terms(listing, 0, ALWAYS);
  }

  private void terms(Listing listing, int from, int to) {
    listing
        .hosts()
        .forEach(host -> estate.zones.term(listing.name(), EstateMaker.term(host.ip()), from, to));
  }

  private void exists() {
    listed(
        "a server in a record that asks whether a name exists",
        listing -> {
          estate.zones.term(listing.name(), "exists:%{ir}._ok." + estate.domain, 0, ALWAYS);
          listing
              .hosts()
              .forEach(
                  host ->
                      estate.zones.add(
                          "A",
                          Complications.reversed(host.ip()) + "._ok." + estate.domain,
                          "127.0.0.2"));
        });
  }

  private void redirect() {
    listed(
        "a server in a record that leads to another",
        listing -> {
          String keeper = "_spf" + estate.number(1_000_000) + "." + estate.domain;
          estate.zones.spf(keeper, "-all");
          terms(new Listing(keeper, listing.hosts()));
          estate.zones.spf(listing.name(), "redirect=" + keeper);
        });
  }

  /** Some includes of records that list nobody we know. */
  private void includes(String name, int count) {
    String partner = "p" + estate.number(1_000_000) + ".example";
    for (int i = 0; i < count; i++) {
      estate.zones.add(
          "TXT", "s" + i + "." + partner, "v=spf1 ip4:198.51.100." + (1 + i) + " -all");
      estate.zones.term(name, "include:s" + i + "." + partner, 0, ALWAYS);
    }
  }

  private void tenLookups() {
    listed(
        "a server behind ten lookups",
        listing -> {
          includes(listing.name(), 10);
          terms(listing);
        });
  }

  private void elevenLookups() {
    Listing listing = new Listing(returnPath(), estate.ownHosts(1));
    includes(listing.name(), 11);
    terms(listing);
    add("a server behind eleven lookups", Set.of(Standing.NEEDS_AUTHORIZING), listing);
  }

  private void voids(Listing listing, int count) {
    for (int i = 0; i < count; i++) {
      estate.zones.term(listing.name(), "a:gone" + i + "." + listing.name(), 0, ALWAYS);
    }
    terms(listing);
  }

  private void twoVoidLookups() {
    listed("a server behind two void lookups", listing -> voids(listing, 2));
  }

  private void threeVoidLookups() {
    Listing listing = new Listing(returnPath(), estate.ownHosts(1));
    voids(listing, 3);
    add("a server behind three void lookups", Set.of(Standing.NEEDS_AUTHORIZING), listing);
  }

  private void typoMended() {
    Listing listing = new Listing(returnPath(), estate.ownHosts(1));
    int day = estate.days - 1;
    listing
        .hosts()
        .forEach(
            host ->
                estate.zones.term(
                    listing.name(), EstateMaker.term(host.ip()).replace("ip", "ipv"), 0, day));
    terms(listing, day, ALWAYS);
    add(
        "a server whose record had a typing mistake until yesterday",
        Set.of(Standing.AUTHORIZED, Standing.FIXED),
        listing);
  }

  private void pointers() {
    listed(
        "a server in a record that asks for reverse names",
        listing -> estate.zones.term(listing.name(), "ptr:" + estate.domain, 0, ALWAYS));
  }

  private void macroOfTheHelo() {
    listed(
        "a server in a record that is made of HELO names",
        listing -> {
          String keeper = "mandate" + estate.seed + "h.example";
          estate.zones.term(listing.name(), "include:%{h}._ehlo.%{d}._spf." + keeper, 0, ALWAYS);
          listing
              .hosts()
              .forEach(
                  host ->
                      estate.zones.add(
                          "TXT",
                          host.helo() + "._ehlo." + listing.name() + "._spf." + keeper,
                          "v=spf1 " + EstateMaker.term(host.ip()) + " -all"));
        });
  }

  /** Who keeps a record of addresses is not who sends from these. */
  private void serviceBehindMacros() {
    String service = "sendwell.example";
    String keeper = "mandate" + estate.seed + "s.example";
    String returnPath = returnPath();
    List<Host> hosts = estate.serviceHosts(service, 2);
    estate.zones.term(returnPath, "include:%{ir}.%{v}._spf." + keeper, 0, ALWAYS);
    hosts.forEach(
        host ->
            estate.zones.add(
                "TXT",
                Complications.reversed(host.ip()) + ".in-addr._spf." + keeper,
                "v=spf1 ip4:" + host.ip() + " -all"));
    estate.add(
        "a service in a record that somebody keeps for us",
        Set.of(Standing.AUTHORIZED),
        true,
        "service:" + service,
        hosts,
        1,
        EstateMaker.mail(estate.domain, returnPath, new Signature(service, "own", 1)));
  }

  /** Names that nobody published have a text all the same. */
  private void wildcard() {
    estate.zones.wildcard(estate.domain, "v=spf1 -all");
    estate.zones.wildcard("_domainkey." + estate.domain, "v=DKIM1; p=");
    String service = "mailrocket.example";
    estate.add(
        "a service whose key is one of all that are revoked",
        Set.of(Standing.NEEDS_ALIGNMENT),
        true,
        "service:" + service,
        estate.serviceHosts(service, 1),
        1,
        EstateMaker.mail(
            estate.domain,
            "bounce." + service,
            new Signature(estate.domain, "wild" + estate.seed, 1)));
  }

  /** Its signature is not aligned in strict mode; its envelope is. */
  private void signingSubdomain() {
    String signer = "mail" + estate.number(1_000_000) + "." + estate.domain;
    String key = estate.publishedKey(signer, 0, ALWAYS);
    List<Host> hosts = estate.ownHosts(1);
    String returnPath = returnPath();
    terms(new Listing(returnPath, hosts));
    estate.add(
        "a server that signs as a subdomain",
        Set.of(Standing.AUTHORIZED),
        true,
        "own",
        hosts,
        1,
        EstateMaker.mail(estate.domain, returnPath, new Signature(signer, key, 1)));
  }

  private void signingSubdomainOfAService() {
    String signer = "news" + estate.number(1_000_000) + "." + estate.domain;
    String key = estate.publishedKey(signer, 0, ALWAYS);
    String service = estate.chance(0.5) ? estate.hired() : estate.stranger();
    estate.add(
        "a service that signs as a subdomain"
            + (estate.strict ? ", which is not aligned" : ", which is aligned"),
        Set.of(estate.strict ? Standing.NEEDS_ALIGNMENT : Standing.AUTHORIZED),
        true,
        "service:" + service,
        estate.serviceHosts(service, 2),
        1,
        EstateMaker.mail(estate.domain, "bounce." + service, new Signature(signer, key, 1)));
  }

  /** A service keeps all records of a name below ours. */
  private void delegatedSubdomain() {
    String author = "campaign" + estate.number(1_000_000) + "." + estate.domain;
    String service = estate.stranger();
    List<Host> hosts = estate.serviceHosts(service, 2);
    estate.zones.spf(author, "-all");
    estate.zones.term(author, "include:spf." + service, 0, ALWAYS);
    String key = estate.publishedKey(author, 0, ALWAYS);
    estate.add(
        "a service that keeps a subdomain",
        Set.of(Standing.AUTHORIZED),
        true,
        "service:" + service,
        hosts,
        1,
        EstateMaker.mail(author, author, new Signature(author, key, 1)));
  }

  /** Whose domain lies beside ours, below the same suffix. */
  private void neighbour() {
    String suffix = estate.domain.substring(estate.domain.indexOf('.') + 1);
    String own = "beside" + estate.seed + "." + suffix;
    List<Host> hosts = estate.foreignHosts(own, 1, true);
    estate.zones.spf(own, "-all");
    hosts.forEach(host -> estate.zones.term(own, "ip4:" + host.ip(), 0, ALWAYS));
    estate.zones.add("TXT", "d._domainkey." + own, estate.pickKey());
    Mail mail = EstateMaker.mail(estate.domain, own, new Signature(own, "d", 1));
    estate.add("a neighbour", Set.of(Standing.UNRECOGNIZED), false, null, hosts, 1, mail);
  }
}
