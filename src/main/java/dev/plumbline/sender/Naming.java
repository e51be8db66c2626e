package dev.plumbline.sender;

import dev.plumbline.dns.AccessNames;
import dev.plumbline.dns.DomainName;
import dev.plumbline.sender.MailService.Kind;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.ReverseName;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Weighs who is behind one source. */
final class Naming {

  /** Evidence by falling weight; the sum decides, so that two agreeing lesser ones can outweigh. */
  private static final double SIGNATURE = 50;

  private static final double ENVELOPE = 40;
  private static final double INCLUDE = 30;
  private static final double HOST = 20;
  private static final double KEY = 15;
  private static final double SELECTOR = 10;

  /** From this share of the messages on, a delivery service gives way to who it delivers for. */
  private static final double MOST = 0.5;

  private final Catalogue catalogue;
  private final AddressData addresses;
  private final SourceFacts source;
  private final Customers.Division division;
  private final Listings listings;
  private final DomainName organizationalDomain;
  private final Optional<String> host;
  private final boolean behindAccess;
  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private Set<String> withHosts = Set.of();

  Naming(
      Catalogue catalogue,
      AddressData addresses,
      SourceFacts source,
      DomainName organizationalDomain) {
    this.catalogue = catalogue;
    this.addresses = addresses;
    this.organizationalDomain = organizationalDomain;
    ReverseName reverse = source.now().reverse();
    this.host =
        reverse != null && reverse.confirmed()
            ? DomainName.parse(reverse.name())
                .map(DomainName::toString)
                .filter(name -> tellsWho(name, source.ip()))
            : Optional.empty();
    this.behindAccess = reverse != null && reverse.confirmed() && host.isEmpty();
    this.division =
        new Customers(catalogue, organizationalDomain)
            .divide(source, host.filter(name -> !isOurs(name)).orElse(null));
    this.source = division.ours();
    this.listings = new Listings(source, organizationalDomain);
    gather();
  }

  /** What an access provider calls the addresses of its customers tells nothing of these. */
  private boolean tellsWho(String name, InetAddress ip) {
    return isOurs(name)
        || catalogue.byReverseName(name).isPresent()
        || !AccessNames.isAccess(name, ip);
  }

  /** The facts without what other customers of a service sent. */
  SourceFacts ours() {
    return source;
  }

  /** What these sent. */
  Others others() {
    return division.others();
  }

  /** Adds the keys of the senders that the connection shows, which no forwarder passes on. */
  void addConnected(Set<String> keys) {
    tallies.values().stream()
        .filter(tally -> tally.connected)
        .forEach(tally -> keys.add(tally.sender.key()));
  }

  /**
   * Weighs.
   *
   * @param connected senders that are known by the hosts of some source
   */
  Sender sender(Set<String> connected) {
    withHosts = connected;
    Optional<MailService> told = catalogue.byAddress(source.ip());
    if (told.isPresent()) {
      return named(
          Sender.of(told.get()),
          List.of("Your catalogue file gives its address to " + told.get().name() + "."));
    }
    if (host.filter(this::isOurs).isPresent()) {
      return own(
          "The confirmed names of its addresses are under %s.".formatted(organizationalDomain));
    }
    Optional<String> customer = division.customer();
    if (customer.isPresent()) {
      return named(
          Sender.ofDomain(customer.get()),
          List.of(
              "Its mail carries valid signatures of %s, as a customer of a service that sends for many."
                  .formatted(customer.get())));
    }
    dropWhatWasPassedOn();
    Optional<String> carrier = dropDeliveryServices();
    return tallies.values().stream()
        .max(Comparator.comparingDouble(tally -> tally.weight))
        .map(
            tally -> {
              List<String> sentences = new ArrayList<>(tally.sentences);
              carrier.ifPresent(sentences::add);
              return named(tally.sender, sentences);
            })
        .orElseGet(this::unknown);
  }

  private Sender own(String sentence) {
    return named(
        new Sender(
            "own", "Your own servers (" + organizationalDomain + ")", "own", null, List.of()),
        List.of(sentence));
  }

  /** The keys of all that anything speaks for. */
  Set<String> candidates() {
    return tallies.keySet();
  }

  private void gather() {
    for (ReportedDkim dkim : source.dkim()) {
      if (dkim.passed() && !dkim.domain().isEmpty()) {
        if (dkim.aligned() || isOurs(dkim.domain())) {
          keyOfService(dkim);
          selector(dkim);
        } else {
          signature(dkim);
        }
      }
    }
    source.spf().forEach(this::envelope);
    include();
    host.ifPresent(this::host);
    published();
  }

  /** Services that sign for a customer often sign in their own name as well. */
  private void signature(ReportedDkim dkim) {
    Tally tally =
        tally(
            catalogue
                .bySigningDomain(dkim.domain())
                .map(Sender::of)
                .orElseGet(() -> Sender.ofDomain(Organizations.of(dkim.domain()))));
    double share = share(dkim.messages());
    tally.signedShare += share;
    tally.add(
        SIGNATURE * share,
        false,
        "Its mail carries valid signatures of %s.".formatted(dkim.domain()));
  }

  /** A service that signs as a customer often keeps the key, and has the customer lead there. */
  private void keyOfService(ReportedDkim dkim) {
    for (KeyNow key : source.now().keys()) {
      if (key.alias() != null && key.isOf(dkim)) {
        catalogue
            .byKeyTarget(key.alias())
            .ifPresent(
                service ->
                    tally(Sender.of(service))
                        .add(
                            KEY * share(dkim.messages()),
                            false,
                            "The key of its valid signature of %s is kept by %s, where %s leads."
                                .formatted(
                                    dkim.domain(),
                                    service.name(),
                                    dkim.selector() + "._domainkey." + dkim.domain())));
      }
    }
  }

  private void selector(ReportedDkim dkim) {
    catalogue
        .bySelector(dkim.selector())
        .ifPresent(
            service ->
                tally(Sender.of(service))
                    .add(
                        SELECTOR * share(dkim.messages()),
                        false,
                        "Its valid signature of %s has the selector %s, as those of %s."
                            .formatted(dkim.domain(), dkim.selector(), service.name())));
  }

  private void envelope(ReportedSpf spf) {
    boolean verified = spf.passed() || passesNow(spf.identity());
    if (spf.aligned() || !verified || spf.identity().isEmpty() || isOurs(spf.identity())) {
      return;
    }
    Optional<MailService> service =
        spf.scope().equals("helo")
            ? catalogue.byReverseName(spf.identity())
            : catalogue.byEnvelopeDomain(spf.identity());
    String name = Organizations.of(spf.identity());
    tally(service.map(Sender::of).orElseGet(() -> Sender.ofDomain(name)))
        .add(
            ENVELOPE * share(spf.messages()),
            true,
            spf.passed()
                ? "SPF passes for its envelope domains under %s.".formatted(name)
                : "SPF passes today for its envelope domains under %s.".formatted(name));
  }

  private boolean passesNow(String identity) {
    return source.now().spf().stream()
        .anyMatch(spf -> spf.identity().equals(identity) && spf.passes());
  }

  /** The record of the domain that lists the address does so by including someone's. */
  private void include() {
    for (SpfNow spf : source.now().spf()) {
      if (!spf.aligned() || !spf.passes()) {
        continue;
      }
      List<String> others = listings.foreign(spf);
      if (others.isEmpty()) {
        continue;
      }
      Optional<MailService> service =
          others.stream().map(catalogue::byInclude).flatMap(Optional::stream).findFirst();
      tally(
              service
                  .map(Sender::of)
                  .orElseGet(() -> Sender.ofDomain(Organizations.of(others.get(0)))))
          .add(
              INCLUDE,
              true,
              "The SPF record of %s lists its addresses by including %s."
                  .formatted(spf.identity(), others.get(0)));
      return;
    }
  }

  private void host(String name) {
    Optional<MailService> service = catalogue.byReverseName(name);
    tally(service.map(Sender::of).orElseGet(() -> Sender.ofDomain(Organizations.of(name))))
        .add(
            HOST,
            true,
            "The confirmed names of its addresses are under %s.".formatted(Organizations.of(name)));
  }

  /** What a service says of its own hosts, as far as our records did not lead there anyway. */
  private void published() {
    String record = source.now().serviceRecord();
    Optional<MailService> service = record == null ? Optional.empty() : catalogue.byInclude(record);
    service.ifPresent(
        known ->
            tally(Sender.of(known))
                .add(
                    HOST,
                    true,
                    "%s lists its addresses in the SPF record of %s, for customers to include."
                        .formatted(known.name(), record)));
  }

  /**
   * A signature survives being passed on, so who signed need not be who sends: it gives way where
   * the connection shows a host that passes mail on, or a host that the signer does not use.
   */
  private void dropWhatWasPassedOn() {
    boolean passedOn =
        tallies.values().stream()
            .anyMatch(
                tally ->
                    tally.connected
                        && tally.sender.is(
                            Kind.FORWARDER,
                            Kind.MAILING_LIST,
                            Kind.SECURITY_GATEWAY,
                            Kind.MAIL_HOST));
    boolean otherHost =
        tallies.values().stream().anyMatch(tally -> tally.connected && !isCarrier(tally.sender));
    tallies
        .values()
        .removeIf(tally -> !tally.connected && (passedOn || isElsewhere(tally, otherHost)));
  }

  /** Whether a service that is known by its signature only would have shown its hosts. */
  private boolean isElsewhere(Tally tally, boolean otherHost) {
    return hasKnownHosts(tally.sender)
        ? otherHost || tally.signedShare == 0
        : otherHost && withHosts.contains(tally.sender.key());
  }

  private static boolean hasKnownHosts(Sender sender) {
    return sender.service() != null && !sender.service().recognise().reverse().isEmpty();
  }

  private static boolean isCarrier(Sender sender) {
    return sender.is(Kind.TRANSACTIONAL) && hasKnownHosts(sender);
  }

  /** A delivery service stands behind many others: it gives way to one that most mail names. */
  private Optional<String> dropDeliveryServices() {
    List<Tally> carriers = tallies.values().stream().filter(one -> isCarrier(one.sender)).toList();
    boolean behindAnother = tallies.values().stream().anyMatch(Naming::isCustomer);
    if (carriers.isEmpty() || !behindAnother) {
      return Optional.empty();
    }
    carriers.forEach(tally -> tallies.remove(tally.sender.key()));
    return Optional.of("It sends through " + carriers.get(0).sender.name() + ".");
  }

  /** Whether a delivery service may be delivering for it. */
  private static boolean isCustomer(Tally tally) {
    boolean signsMost = tally.signedShare >= MOST;
    boolean known = tally.sender.service() != null && tally.weight >= MOST * SELECTOR;
    return !isCarrier(tally.sender) && (signsMost || known);
  }

  private Sender unknown() {
    Optional<String> direct = listings.direct();
    if (direct.isPresent()) {
      return own(direct.get());
    }
    Sender network = Networks.sender(addresses, source.ip());
    if (behindAccess && source.dkimPassMessages() >= MOST * source.messages()) {
      return named(
          network.signing(),
          List.of(
              "Its mail carries valid signatures of %s, and its name is that of an access provider."
                  .formatted(organizationalDomain)));
    }
    return named(network, List.of(Networks.why(addresses, source.ip())));
  }

  /** Adds what is worth knowing of any source. */
  private Sender named(Sender sender, List<String> sentences) {
    List<String> evidence = new ArrayList<>(sentences);
    addresses
        .network(source.ip())
        .ifPresent(
            network ->
                evidence.add(
                    "Its addresses are announced by %s%s."
                        .formatted(
                            network.label(),
                            addresses
                                .country(source.ip())
                                .map(country -> ", " + country)
                                .orElse(""))));
    return sender.because(evidence);
  }

  private boolean isOurs(String name) {
    return DomainName.parse(name)
        .map(parsed -> parsed.isWithin(organizationalDomain))
        .orElse(false);
  }

  private double share(long messages) {
    return source.messages() <= 0 ? 0 : Math.min(1, (double) messages / source.messages());
  }

  private Tally tally(Sender sender) {
    return tallies.computeIfAbsent(sender.key(), key -> new Tally(sender));
  }
}
