package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpRange;
import dev.plumbline.dns.MailExchange;
import dev.plumbline.spf.Budget;
import dev.plumbline.spf.MacroString;
import dev.plumbline.spf.Mechanism;
import dev.plumbline.spf.Mechanism.Prefixes;
import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.SpfRecord.Redirect;
import dev.plumbline.spf.advice.RecordText.Placed;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a record comes to when every term of it, and of all it includes, is tried. */
final class RecordWalk {

  /** Terms looked at in all records together; the tenth that needs DNS was already too many. */
  private static final int MAX_TERMS = 3_000;

  /** Records read; with MAX_TERMS, what a hostile set of records can cost. */
  private static final int MAX_RECORDS = 120;

  private static final List<IpRange> EVERYONE =
      List.of(IpRange.parse("0.0.0.0/0").orElseThrow(), IpRange.parse("::/0").orElseThrow());

  /** What is wrong with a term, seen from DNS. */
  enum Trouble {
    NONE,
    /** Depends on the message, so it is not followed. */
    DYNAMIC,
    NO_RECORD,
    SEVERAL_RECORDS,
    BROKEN_RECORD,
    LOOP,
    DNS_FAILED,
    /** No address, no mail host. */
    NOTHING,
    /** An {@code mx} of a name that has addresses and no MX records. */
    HOST,
    NULL_MX,
    TOO_MANY_MX,
    /** A mail host with more addresses than the RFC lets receivers look at. */
    MANY_ADDRESSES,
    /** Too many records already. */
    NOT_FOLLOWED
  }

  /**
   * Void lookups of a client of each family: terms that find nothing (RFC 7208 section 4.6.4), and
   * for those receivers that count them, questions.
   */
  record Voids(int ip4, int ip6, int questions4, int questions6) {

    static final Voids NONE = new Voids(0, 0);

    Voids(int ip4, int ip6) {
      this(ip4, ip6, ip4, ip6);
    }

    Voids plus(Voids other) {
      return new Voids(
          ip4 + other.ip4,
          ip6 + other.ip6,
          questions4 + other.questions4,
          questions6 + other.questions6);
    }

    /** The questions for several hosts of one term, which finds something if one of them does. */
    Voids ofOneTerm(int hosts) {
      return new Voids(
          ip4 == hosts && hosts > 0 ? 1 : 0,
          ip6 == hosts && hosts > 0 ? 1 : 0,
          questions4,
          questions6);
    }
  }

  /**
   * One term.
   *
   * @param target what it asks DNS about; null if that is nothing, or depends on the message
   * @param detail a few words for {@code trouble}
   * @param ranges the addresses it matches; null if they cannot be told
   * @param nested the record it leads to
   */
  record Node(
      Placed placed,
      @Nullable DomainName target,
      Trouble trouble,
      String detail,
      int lookups,
      Voids voids,
      @Nullable RangeSet ranges,
      @Nullable Visit nested) {

    private static Node plain(Placed placed, RangeSet ranges) {
      return new Node(placed, null, Trouble.NONE, "", 0, Voids.NONE, ranges, null);
    }
  }

  /** One record read. */
  record Visit(List<DomainName> path, RecordText record, List<Node> nodes) {

    DomainName domain() {
      return path.get(path.size() - 1);
    }

    int lookups() {
      return nodes.stream().mapToInt(Node::lookups).sum();
    }

    Voids voids() {
      return nodes.stream().map(Node::voids).reduce(Voids.NONE, Voids::plus);
    }

    /** The addresses that pass; null if they cannot be told. */
    @Nullable RangeSet passing() {
      List<IpRange> ranges = new ArrayList<>();
      for (Node node : nodes) {
        Directive directive = node.placed().directive();
        if (directive != null && node.placed().isAll()) {
          return directive.qualifier() == Qualifier.PASS
              ? new RangeSet(EVERYONE)
              : new RangeSet(ranges);
        }
        if (node.ranges() == null) {
          return null;
        }
        // What an earlier term refuses cannot pass by a later one: too rare to compute.
        if (directive != null && directive.qualifier() != Qualifier.PASS) {
          return null;
        }
        ranges.addAll(node.ranges().ranges());
      }
      return new RangeSet(ranges);
    }
  }

  private final Dns dns;
  private final DomainName root;
  private int terms;
  private int records;
  private boolean reverseNameAsked;

  private RecordWalk(Dns dns, DomainName root) {
    this.dns = dns;
    this.root = root;
  }

  /** Walks the record of a domain. */
  static Visit of(Dns dns, DomainName domain, RecordText record) {
    return new RecordWalk(dns, domain).visit(List.of(domain), record);
  }

  /** The counts alone, for people. */
  static LookupCount count(Visit visit) {
    return count("", visit.domain().toString(), visit.lookups(), visit.voids(), visit);
  }

  private static LookupCount count(
      String term, String domain, int lookups, Voids voids, @Nullable Visit visit) {
    List<LookupCount> below = new ArrayList<>();
    for (Node node : visit == null ? List.<Node>of() : visit.nodes()) {
      if (node.lookups() > 0) {
        Visit nested = node.nested();
        String leadsTo = nested == null ? "" : nested.domain().toString();
        below.add(count(node.placed().text(), leadsTo, node.lookups(), node.voids(), nested));
      }
    }
    return new LookupCount(term, domain, lookups, voids.ip4(), voids.ip6(), below);
  }

  private Visit visit(List<DomainName> path, RecordText record) {
    List<Node> nodes = new ArrayList<>();
    for (Placed placed : record.terms()) {
      Mechanism mechanism = placed.mechanism();
      if (mechanism != null && ++terms <= MAX_TERMS) {
        nodes.add(node(placed, mechanism, path));
      }
      if (placed.isAll()) {
        return new Visit(path, record, nodes);
      }
    }
    Optional<Placed> redirect = record.first(Redirect.class);
    if (redirect.isPresent() && redirect.get().term() instanceof Redirect to) {
      nodes.add(follow(redirect.get(), to.domain(), path));
    }
    return new Visit(path, record, nodes);
  }

  private Node node(Placed placed, Mechanism mechanism, List<DomainName> path) {
    if (mechanism instanceof Mechanism.All) {
      return Node.plain(placed, new RangeSet(EVERYONE));
    }
    if (mechanism instanceof Mechanism.Ip4 ip4) {
      return Node.plain(placed, new RangeSet(List.of(ip4.range())));
    }
    if (mechanism instanceof Mechanism.Ip6 ip6) {
      return Node.plain(placed, new RangeSet(List.of(ip6.range())));
    }
    if (mechanism instanceof Mechanism.Include include) {
      return follow(placed, include.domain(), path);
    }
    int lookups = 1 + reverseNameLookup(mechanism.domain());
    DomainName here = path.get(path.size() - 1);
    Optional<DomainName> target = target(mechanism.domain(), here);
    if (target.isEmpty() || mechanism instanceof Mechanism.Ptr) {
      Trouble trouble = target.isEmpty() ? Trouble.DYNAMIC : Trouble.NONE;
      reverseNameAsked |= mechanism instanceof Mechanism.Ptr;
      return new Node(placed, target.orElse(null), trouble, "", lookups, Voids.NONE, null, null);
    }
    Asked asked = asked(mechanism, target.get());
    return new Node(
        placed,
        target.get(),
        asked.trouble(),
        asked.detail(),
        lookups,
        asked.voids(),
        asked.ranges(),
        null);
  }

  // RFC 7208 section 4.6.4: the PTR question of %{p} counts as a lookup; it is asked once.
  private int reverseNameLookup(@Nullable MacroString target) {
    boolean asks =
        target != null
            && !reverseNameAsked
            && target.toString().toLowerCase(Locale.ROOT).contains("%{p");
    reverseNameAsked |= asks;
    return asks ? 1 : 0;
  }

  /** What DNS knows of a host or domain. */
  private record Asked(Trouble trouble, String detail, Voids voids, @Nullable RangeSet ranges) {}

  private Asked asked(Mechanism mechanism, DomainName target) {
    if (mechanism instanceof Mechanism.A a) {
      return host(target, a.prefixes());
    }
    if (mechanism instanceof Mechanism.Mx mx) {
      return mailHosts(target, mx.prefixes());
    }
    if (mechanism instanceof Mechanism.Exists) {
      DnsAnswer<InetAddress> answer = dns.a(target);
      if (answer instanceof DnsAnswer.Failed<?> failed) {
        return new Asked(Trouble.DNS_FAILED, failed.reason(), Voids.NONE, null);
      }
      return answer instanceof DnsAnswer.Found
          ? new Asked(Trouble.NONE, "", Voids.NONE, new RangeSet(EVERYONE))
          : new Asked(Trouble.NOTHING, "", new Voids(1, 1), new RangeSet(List.of()));
    }
    throw new AssertionError(mechanism);
  }

  private Asked host(DomainName host, Prefixes prefixes) {
    DnsAnswer<InetAddress> a = dns.a(host);
    DnsAnswer<InetAddress> aaaa = dns.aaaa(host);
    for (DnsAnswer<InetAddress> answer : List.of(a, aaaa)) {
      if (answer instanceof DnsAnswer.Failed<InetAddress> failed) {
        return new Asked(Trouble.DNS_FAILED, host + ": " + failed.reason(), Voids.NONE, null);
      }
    }
    Voids voids = new Voids(a.values().isEmpty() ? 1 : 0, aaaa.values().isEmpty() ? 1 : 0);
    List<IpRange> ranges = new ArrayList<>();
    a.values().forEach(address -> ranges.add(new IpRange(address, prefixes.ip4())));
    for (InetAddress address : aaaa.values()) {
      // An AAAA record may hold a mapped address, which matches no client (RFC 7208 section 5).
      if (!(address instanceof Inet4Address)) {
        ranges.add(new IpRange(address, prefixes.ip6()));
      }
    }
    String detail = a instanceof DnsAnswer.NoSuchDomain ? "does not exist" : "has no address";
    return ranges.isEmpty()
        ? new Asked(Trouble.NOTHING, detail, voids, new RangeSet(List.of()))
        : new Asked(Trouble.NONE, "", voids, new RangeSet(ranges));
  }

  private Asked mailHosts(DomainName domain, Prefixes prefixes) {
    DnsAnswer<MailExchange> answer = dns.mx(domain);
    if (answer instanceof DnsAnswer.Failed<MailExchange> failed) {
      return new Asked(Trouble.DNS_FAILED, domain + ": " + failed.reason(), Voids.NONE, null);
    }
    if (!(answer instanceof DnsAnswer.Found)) {
      Voids both = new Voids(1, 1);
      RangeSet none = new RangeSet(List.of());
      boolean isHost = answer instanceof DnsAnswer.NoData && !addresses(domain).isEmpty();
      boolean exists = answer instanceof DnsAnswer.NoData;
      return isHost
          ? new Asked(Trouble.HOST, "", both, none)
          : new Asked(Trouble.NOTHING, exists ? "has no MX record" : "does not exist", both, none);
    }
    if (answer.values().size() > Budget.MAX_EXCHANGES) {
      String detail = answer.values().size() + " MX records";
      return new Asked(Trouble.TOO_MANY_MX, detail, Voids.NONE, null);
    }
    Voids voids = Voids.NONE;
    String many = "";
    List<IpRange> ranges = new ArrayList<>();
    for (MailExchange exchange : answer.values()) {
      // RFC 7505: the root as exchange says that there is no mail host.
      if (exchange.exchange().equals(DomainName.ROOT)) {
        return new Asked(Trouble.NULL_MX, "", Voids.NONE, new RangeSet(List.of()));
      }
      Asked host = host(exchange.exchange(), prefixes);
      if (host.trouble() == Trouble.DNS_FAILED) {
        return host;
      }
      voids = voids.plus(host.voids());
      ranges.addAll(host.ranges() == null ? List.of() : host.ranges().ranges());
      many = many.isEmpty() ? manyAddresses(exchange.exchange()) : many;
    }
    voids = voids.ofOneTerm(answer.values().size());
    if (ranges.isEmpty()) {
      return new Asked(
          Trouble.NOTHING, "has mail hosts without an address", voids, new RangeSet(ranges));
    }
    Trouble trouble = many.isEmpty() ? Trouble.NONE : Trouble.MANY_ADDRESSES;
    return new Asked(trouble, many, voids, new RangeSet(ranges));
  }

  // RFC 7208 section 4.6.4: of each mail host no more than ten, of the family of the client.
  private String manyAddresses(DomainName host) {
    int most = Math.max(dns.a(host).values().size(), dns.aaaa(host).values().size());
    return most > Budget.MAX_HOST_ADDRESSES ? host + " has " + most + " addresses" : "";
  }

  private List<InetAddress> addresses(DomainName name) {
    List<InetAddress> all = new ArrayList<>(dns.a(name).values());
    all.addAll(dns.aaaa(name).values());
    return all;
  }

  /** An include or a redirect. */
  private Node follow(Placed placed, MacroString spec, List<DomainName> path) {
    int own = 1 + reverseNameLookup(spec);
    Optional<DomainName> found = target(spec, path.get(path.size() - 1));
    if (found.isEmpty()) {
      return stopped(placed, null, Trouble.DYNAMIC, "", own);
    }
    DomainName target = found.get();
    if (path.contains(target)) {
      return stopped(placed, target, Trouble.LOOP, "", own);
    }
    if (++records > MAX_RECORDS) {
      return stopped(placed, target, Trouble.NOT_FOLLOWED, "", own);
    }
    DnsAnswer<String> answer = dns.txt(target);
    if (answer instanceof DnsAnswer.Failed<String> failed) {
      return stopped(placed, target, Trouble.DNS_FAILED, target + ": " + failed.reason(), own);
    }
    List<String> texts = answer.values().stream().filter(SpfRecord::isSpf).toList();
    if (texts.size() != 1) {
      Trouble trouble = texts.isEmpty() ? Trouble.NO_RECORD : Trouble.SEVERAL_RECORDS;
      String detail = answer instanceof DnsAnswer.NoSuchDomain ? "does not exist" : "";
      return stopped(placed, target, trouble, detail, own);
    }
    List<DomainName> longer = new ArrayList<>(path);
    longer.add(target);
    Visit visit = visit(List.copyOf(longer), RecordText.of(texts.get(0)));
    Trouble trouble = visit.record().isReadable() ? Trouble.NONE : Trouble.BROKEN_RECORD;
    return new Node(
        placed,
        target,
        trouble,
        "",
        own + visit.lookups(),
        visit.voids(),
        trouble == Trouble.NONE ? visit.passing() : null,
        visit);
  }

  private static Node stopped(
      Placed placed, @Nullable DomainName target, Trouble trouble, String detail, int lookups) {
    return new Node(placed, target, trouble, detail, lookups, Voids.NONE, null, null);
  }

  /** The name a term asks about; empty if it depends on the message. */
  private Optional<DomainName> target(@Nullable MacroString spec, DomainName here) {
    if (spec == null) {
      return Optional.of(here);
    }
    String text =
        spec.toString()
            .replace("%{d}", here.toString())
            .replace("%{D}", here.toString())
            .replace("%{o}", root.toString())
            .replace("%{O}", root.toString());
    return text.indexOf('%') < 0 ? DomainName.parse(text) : Optional.empty();
  }
}
