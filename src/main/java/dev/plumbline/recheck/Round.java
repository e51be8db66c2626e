package dev.plumbline.recheck;

import com.google.common.base.Suppliers;
import dev.plumbline.dkim.DkimKeys;
import dev.plumbline.dkim.KeyState;
import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dmarc.PolicyDiscovery;
import dev.plumbline.dmarc.PolicyDiscovery.Discovery;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.RememberedDns;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfTable;
import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.spf.advice.SpfIntent;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.checks.CheckStore.CheckedDomain;
import dev.plumbline.store.checks.CheckStore.CheckedKey;
import dev.plumbline.store.checks.CheckStore.CheckedName;
import dev.plumbline.store.checks.CheckStore.CheckedSpf;
import dev.plumbline.store.checks.CheckStore.Selector;
import dev.plumbline.store.checks.CheckStore.Target;
import dev.plumbline.store.traffic.DomainInfo;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One round of re-checks for one domain. */
final class Round {

  /** Written in one transaction; a round that is cut short keeps what it has. */
  private static final int BATCH = 500;

  /** A reverse name that leads to this many others is not asked further. */
  private static final int MOST_REVERSE_NAMES = 5;

  /** Their tables are held at the same time. */
  private static final int IDENTITIES_AT_ONCE = 50;

  /** Reverse names seldom change, and there is one for each source. */
  private static final Duration SHORTEST_FOR_NAMES = Duration.ofHours(6);

  private static final Duration LONGEST_FOR_NAMES = Duration.ofDays(7);

  private final Dns direct;
  private final ServiceRecords services;

  /** All verdicts of a round rest on the same records. */
  private final RememberedDns dns;

  private final ShortestTtl ttl = new ShortestTtl();
  private final SpfEvaluator evaluator;
  private final CheckStore store;
  private final ExecutorService threads;
  private final DomainInfo domain;
  private final DomainName name;
  private final Instant at;
  private final Runnable goingOn;
  private DomainName organizational;
  private Alignment.Mode spfMode;

  /**
   * A round.
   *
   * @param goingOn called every now and then; it throws if the round must stop
   */
  Round(
      Dns dns,
      ServiceRecords services,
      CheckStore store,
      ExecutorService threads,
      DomainInfo domain,
      Instant at,
      Runnable goingOn) {
    this.direct = dns;
    this.services = services;
    this.dns = new RememberedDns(dns, ttl);
    this.evaluator = new SpfEvaluator(this.dns);
    this.goingOn = goingOn;
    this.store = store;
    this.threads = threads;
    this.domain = domain;
    this.name = DomainName.parse(domain.name()).orElse(DomainName.ROOT);
    this.at = at;
    this.organizational =
        Optional.ofNullable(domain.organizationalDomain()).flatMap(DomainName::parse).orElse(name);
    this.spfMode = mode(domain.aspf());
  }

  /**
   * Checks every source that was active since a day.
   *
   * @param due when the next round is to be, by the shortest TTL of what this one asked
   */
  RecheckReport run(
      LocalDate since, int identitiesPerSource, Function<@Nullable Duration, Instant> due)
      throws InterruptedException {
    CheckedDomain own = ownRecords();
    List<Target> targets = store.targets(domain.id(), since, identitiesPerSource);
    Map<String, Set<Target>> byIdentity = new LinkedHashMap<>();
    Set<InetAddress> sources = new LinkedHashSet<>();
    Set<Target> ours = new LinkedHashSet<>();
    byIdentity.put(domain.name(), ours);
    for (Target target : targets) {
      if (sources.add(target.ip())) {
        // Whether our record lists the source, whatever its mail used.
        ours.add(new Target(target.ip(), domain.name(), "mfrom"));
      }
      if (!target.identity().equals(domain.name())) {
        byIdentity.computeIfAbsent(target.identity(), name -> new LinkedHashSet<>()).add(target);
      }
    }
    long unanswered = 0;
    long evaluations = 0;
    List<String> identities = List.copyOf(byIdentity.keySet());
    for (int start = 0; start < identities.size(); start += IDENTITIES_AT_ONCE) {
      dns.makeRoom();
      List<String> some =
          identities.subList(start, Math.min(start + IDENTITIES_AT_ONCE, identities.size()));
      for (Compiled compiled : all(some, this::compiled)) {
        List<Target> ofIdentity =
            List.copyOf(byIdentity.getOrDefault(compiled.identity(), Set.of()));
        unanswered += evaluate(compiled, ofIdentity);
        evaluations += ofIdentity.size();
      }
    }
    List<Selector> selectors = store.selectors(domain.id(), since);
    keys(selectors);
    String origin = direct.origin();
    if (!origin.isEmpty()) {
      store.borrowNames(domain.id(), sources, origin, at);
    }
    Set<InetAddress> known = store.namesKnown(domain.id(), origin, at);
    names(origin, sources.stream().filter(ip -> !known.contains(ip)).toList());
    if (own != null) {
      services(sources);
    }
    store.saveDomain(domain.id(), own, at, due.apply(ttl.get()));
    return new RecheckReport(
        domain.name(), sources.size(), evaluations, selectors.size(), unanswered);
  }

  private @Nullable CheckedDomain ownRecords() {
    Optional<List<String>> spf = saveTexts(name, "SPF", SpfRecord::isSpf);
    saveTexts("_dmarc.", "DMARC", "v=DMARC1");
    saveTexts("_mta-sts.", "MTA-STS", "v=STSv1");
    saveTexts("_smtp._tls.", "TLS-RPT", "v=TLSRPTv1");
    saveTexts("default._bimi.", "BIMI", "v=BIMI1");
    DnsAnswer<Dns.MailExchange> mx = dns.mx(name);
    if (!(mx instanceof DnsAnswer.Failed)) {
      store.saveRecords(
          domain.id(),
          domain.name(),
          "MX",
          mx.values().stream().map(one -> one.preference() + " " + one.exchange()).toList(),
          at);
    }
    Discovery discovery = new PolicyDiscovery(dns).discover(name);
    if (spf.isEmpty() || discovery instanceof PolicyDiscovery.TemporaryFailure) {
      return null;
    }
    String spfText = spf.get().stream().findFirst().orElse(null);
    if (discovery instanceof PolicyDiscovery.Found found) {
      organizational = found.organizationalDomain();
      spfMode = found.record().aspf();
      return new CheckedDomain(
          organizational.toString(),
          found.record().text(),
          found.record().adkim().wire(),
          found.record().aspf().wire(),
          spfText);
    }
    organizational = ((PolicyDiscovery.NoPolicy) discovery).organizationalDomain();
    spfMode = Alignment.Mode.RELAXED;
    return new CheckedDomain(organizational.toString(), null, "r", "r", spfText);
  }

  private void saveTexts(String prefix, String type, String version) {
    DomainName.parse(prefix + name)
        .ifPresent(owner -> saveTexts(owner, type, text -> text.startsWith(version)));
  }

  /** Keeps the TXT records of a kind; empty if DNS did not answer. */
  private Optional<List<String>> saveTexts(
      DomainName owner, String type, Predicate<String> ofThisKind) {
    DnsAnswer<String> answer = dns.txt(owner);
    if (answer instanceof DnsAnswer.Failed) {
      return Optional.empty();
    }
    List<String> texts = answer.values().stream().filter(ofThisKind).toList();
    store.saveRecords(domain.id(), owner.toString(), type, texts, at);
    return Optional.of(texts);
  }

  /** An identity with its compiled record. */
  private record Compiled(
      String identity, boolean aligned, SpfTable table, String basis, Supplier<SpfIntent> intent) {}

  private Compiled compiled(String identity) {
    boolean aligned =
        DomainName.parse(identity)
            .map(domainName -> Alignment.aligned(name, domainName, spfMode, organizational))
            .orElse(false);
    Basis.Compiled compiled = Basis.compile(dns, identity, aligned ? "aligned" : "not aligned");
    return new Compiled(
        identity,
        aligned,
        compiled.table(),
        compiled.sha256(),
        Suppliers.memoize(() -> intent(identity)));
  }

  private SpfIntent intent(String identity) {
    return SpfIntent.of(dns, DomainName.parse(identity).orElse(DomainName.ROOT));
  }

  /**
   * Finds the verdicts that do not rest on what today's do already. They are evaluated one by one,
   * without another question to DNS, since a table tells no trace.
   */
  private long evaluate(Compiled compiled, List<Target> targets) throws InterruptedException {
    if (compiled.identity().equals(domain.name())) {
      saveIncluded(compiled.table());
    }
    Set<InetAddress> resting =
        compiled.basis().isEmpty()
            ? Set.of()
            : store.resting(domain.id(), compiled.identity(), compiled.basis());
    List<Target> changed =
        targets.stream().filter(target -> !resting.contains(target.ip())).toList();
    long unanswered = 0;
    for (int start = 0; start < changed.size(); start += BATCH) {
      goingOn.run();
      List<CheckedSpf> checks =
          all(
              changed.subList(start, Math.min(start + BATCH, changed.size())),
              target -> spf(compiled, target));
      unanswered +=
          checks.stream().filter(c -> c.verdict().result() == SpfResult.TEMPERROR).count();
      store.saveSpf(domain.id(), checks, at);
    }
    if (!resting.isEmpty()) {
      store.saveUnchanged(domain.id(), compiled.identity(), compiled.basis(), at);
    }
    return unanswered;
  }

  /** The records our own one leads to: a change of them changes verdicts just as well. */
  private void saveIncluded(SpfTable table) {
    table.questions().stream()
        .filter(question -> question.type().equals("TXT"))
        .flatMap(question -> DomainName.parse(question.name()).stream())
        .filter(included -> !included.equals(name))
        .forEach(included -> saveTexts(included, "SPF-INCLUDE", SpfRecord::isSpf));
  }

  private CheckedSpf spf(Compiled compiled, Target target) {
    // Reports carry no local part and rarely the HELO name; the verdict says if that matters.
    SpfQuery query =
        target.scope().equals("helo")
            ? SpfQuery.of(target.ip(), null, target.identity())
            : SpfQuery.of(target.ip(), target.identity(), null);
    SpfVerdict verdict = evaluator.evaluate(query);
    // Explanations and terms that cannot be compiled rest on more than the table does.
    boolean restsOnTable =
        !compiled.basis().isEmpty()
            && verdict.explanation() == null
            && compiled.table().find(target.ip()).result() == verdict.result();
    boolean broken = compiled.aligned() && verdict.result() == SpfResult.PERMERROR;
    return new CheckedSpf(
        target.ip(),
        target.identity(),
        compiled.aligned(),
        verdict,
        broken ? compiled.intent().get().listing(target.ip()).orElse(null) : null,
        // What was meant rests on answers that the broken record never leads to.
        restsOnTable && !broken ? compiled.basis() : null);
  }

  private void keys(List<Selector> selectors) throws InterruptedException {
    for (int start = 0; start < selectors.size(); start += BATCH) {
      goingOn.run();
      dns.makeRoom();
      List<Selector> some = selectors.subList(start, Math.min(start + BATCH, selectors.size()));
      store.saveKeys(domain.id(), all(some, this::key), at);
      some.forEach(this::saveKeyRecords);
    }
  }

  /** So that a key that is gone can be restored, and a rotation seen. */
  private void saveKeyRecords(Selector selector) {
    Optional<DomainName> owner =
        DomainName.parse(selector.selector() + "._domainkey." + selector.domain());
    if (owner.isEmpty()) {
      return;
    }
    saveTexts(owner.get(), "DKIM", text -> true);
    DnsAnswer<DomainName> alias = dns.cname(owner.get());
    if (!(alias instanceof DnsAnswer.Failed)) {
      List<String> targets = alias.values().stream().map(DomainName::toString).toList();
      store.saveRecords(domain.id(), owner.get().toString(), "CNAME", targets, at);
    }
  }

  private CheckedKey key(Selector selector) {
    Optional<DomainName> signer = DomainName.parse(selector.domain());
    if (signer.isEmpty()) {
      return new CheckedKey(
          selector.domain(), selector.selector(), KeyState.INVALID, "Not a domain name.");
    }
    DkimKeys.Published published = DkimKeys.lookup(dns, signer.get(), selector.selector());
    DomainName.parse(published.name()).ifPresent(dns::cname);
    return new CheckedKey(
        selector.domain(), selector.selector(), published.state(), published.reason());
  }

  private void names(String origin, List<InetAddress> sources) throws InterruptedException {
    for (int start = 0; start < sources.size(); start += BATCH) {
      goingOn.run();
      dns.makeRoom();
      List<Optional<CheckedName>> names =
          all(sources.subList(start, Math.min(start + BATCH, sources.size())), this::reverse);
      store.saveNames(domain.id(), names.stream().flatMap(Optional::stream).toList(), origin, at);
    }
  }

  /**
   * Which service's record lists a source; of use where it has no name, or one that says nothing.
   */
  private void services(Set<InetAddress> sources) throws InterruptedException {
    goingOn.run();
    // Their TTL says nothing about when the domain is due.
    Map<String, SpfTable> tables = services.tables(direct, at, this::all);
    Map<InetAddress, String> found = new HashMap<>();
    for (InetAddress ip : sources) {
      services.listing(tables, ip).ifPresent(record -> found.put(ip, record));
    }
    store.saveServices(domain.id(), sources, found);
  }

  /** Each address is asked about once in a round, so there is nothing to remember. */
  private Optional<CheckedName> reverse(InetAddress ip) {
    DnsAnswer<DomainName> answer = direct.ptr(ip);
    if (answer instanceof DnsAnswer.Failed) {
      return Optional.empty();
    }
    Instant expiresAt = at.plus(clamp(answer.ttl(), SHORTEST_FOR_NAMES, LONGEST_FOR_NAMES));
    String first = null;
    for (DomainName host : answer.values().stream().limit(MOST_REVERSE_NAMES).toList()) {
      first = first == null ? host.toString() : first;
      DnsAnswer<InetAddress> forward = direct.confirming(host, ip);
      if (forward.values().contains(ip)) {
        return Optional.of(new CheckedName(ip, host.toString(), true, expiresAt));
      }
    }
    return Optional.of(new CheckedName(ip, first, false, expiresAt));
  }

  /** A duration, but no shorter and no longer than these. */
  static Duration clamp(Duration time, Duration shortest, Duration longest) {
    if (time.compareTo(shortest) < 0) {
      return shortest;
    }
    return time.compareTo(longest) > 0 ? longest : time;
  }

  /** Works through a list with many threads; the results are in its order. */
  private <T, R> List<R> all(List<T> list, Function<T, R> work) throws InterruptedException {
    List<Callable<R>> tasks = new ArrayList<>();
    for (T one : new LinkedHashSet<>(list)) {
      tasks.add(() -> work.apply(one));
    }
    List<R> results = new ArrayList<>(tasks.size());
    for (Future<R> future : threads.invokeAll(tasks)) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("A re-check of " + domain.name() + " failed", e.getCause());
      }
    }
    return results;
  }

  private static Alignment.Mode mode(String wire) {
    return wire.equals("s") ? Alignment.Mode.STRICT : Alignment.Mode.RELAXED;
  }
}
