package dev.plumbline.recheck;

import dev.plumbline.dkim.DkimKeys;
import dev.plumbline.dkim.KeyState;
import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dmarc.PolicyDiscovery;
import dev.plumbline.dmarc.PolicyDiscovery.Discovery;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.store.CheckStore;
import dev.plumbline.store.CheckStore.CheckedDomain;
import dev.plumbline.store.CheckStore.CheckedKey;
import dev.plumbline.store.CheckStore.CheckedName;
import dev.plumbline.store.CheckStore.CheckedSpf;
import dev.plumbline.store.CheckStore.Selector;
import dev.plumbline.store.CheckStore.Target;
import dev.plumbline.store.DomainInfo;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

/** One round of re-checks for one domain. */
final class Round {

  /** Written in one transaction; a round that is cut short keeps what it has. */
  private static final int BATCH = 500;

  /** A reverse name that leads to this many others is not asked further. */
  private static final int MOST_REVERSE_NAMES = 5;

  private final Dns dns;
  private final SpfEvaluator evaluator;
  private final CheckStore store;
  private final ExecutorService threads;
  private final DomainInfo domain;
  private final DomainName name;
  private final Instant at;
  private DomainName organizational;
  private Alignment.Mode spfMode;

  Round(Dns dns, CheckStore store, ExecutorService threads, DomainInfo domain, Instant at) {
    this.dns = dns;
    this.evaluator = new SpfEvaluator(dns);
    this.store = store;
    this.threads = threads;
    this.domain = domain;
    this.name = DomainName.parse(domain.name()).orElse(DomainName.ROOT);
    this.at = at;
    this.organizational =
        Optional.ofNullable(domain.organizationalDomain()).flatMap(DomainName::parse).orElse(name);
    this.spfMode = mode(domain.aspf());
  }

  /** Checks every source that was active since a day. */
  RecheckReport run(LocalDate since, int identitiesPerSource) throws InterruptedException {
    CheckedDomain own = ownRecords();
    List<Target> targets = store.targets(domain.id(), since, identitiesPerSource);
    Map<InetAddress, Set<Target>> bySource = new LinkedHashMap<>();
    for (Target target : targets) {
      Set<Target> ofSource =
          bySource.computeIfAbsent(target.ip(), ip -> new LinkedHashSet<>(ownTargets(ip)));
      if (!target.identity().equals(domain.name())) {
        ofSource.add(target);
      }
    }
    List<Target> evaluations = bySource.values().stream().flatMap(Set::stream).toList();
    long unanswered = evaluate(evaluations);
    List<Selector> selectors = store.selectors(domain.id(), since);
    store.saveKeys(domain.id(), all(selectors, this::key), at);
    names(List.copyOf(bySource.keySet()));
    store.saveDomain(domain.id(), own, at);
    return new RecheckReport(
        domain.name(), bySource.size(), evaluations.size(), selectors.size(), unanswered);
  }

  /** The monitored domain itself: whether its record lists the source, whatever the mail used. */
  private List<Target> ownTargets(InetAddress ip) {
    return List.of(new Target(ip, domain.name(), "mfrom"));
  }

  private @Nullable CheckedDomain ownRecords() {
    Optional<List<String>> spf = texts(name);
    spf.ifPresent(
        texts ->
            store.saveRecords(
                domain.id(),
                domain.name(),
                "SPF",
                texts.stream().filter(SpfRecord::isSpf).toList(),
                at));
    DomainName.parse("_dmarc." + name)
        .ifPresent(
            dmarc ->
                texts(dmarc)
                    .ifPresent(
                        texts ->
                            store.saveRecords(
                                domain.id(),
                                dmarc.toString(),
                                "DMARC",
                                texts.stream().filter(t -> t.startsWith("v=DMARC1")).toList(),
                                at)));
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
    String spfText = spf.get().stream().filter(SpfRecord::isSpf).findFirst().orElse(null);
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

  private Optional<List<String>> texts(DomainName owner) {
    DnsAnswer<String> answer = dns.txt(owner);
    return answer instanceof DnsAnswer.Failed ? Optional.empty() : Optional.of(answer.values());
  }

  private long evaluate(List<Target> targets) throws InterruptedException {
    long unanswered = 0;
    for (int start = 0; start < targets.size(); start += BATCH) {
      List<CheckedSpf> checks =
          all(targets.subList(start, Math.min(start + BATCH, targets.size())), this::spf);
      unanswered +=
          checks.stream().filter(c -> c.verdict().result() == SpfResult.TEMPERROR).count();
      store.saveSpf(domain.id(), checks, at);
    }
    return unanswered;
  }

  private CheckedSpf spf(Target target) {
    // Reports carry no local part and rarely the HELO name; the verdict says if that matters.
    SpfQuery query =
        target.scope().equals("helo")
            ? SpfQuery.of(target.ip(), null, target.identity())
            : SpfQuery.of(target.ip(), target.identity(), null);
    boolean aligned =
        DomainName.parse(target.identity())
            .map(identity -> Alignment.aligned(name, identity, spfMode, organizational))
            .orElse(false);
    return new CheckedSpf(target.ip(), target.identity(), aligned, evaluator.evaluate(query));
  }

  private CheckedKey key(Selector selector) {
    Optional<DomainName> signer = DomainName.parse(selector.domain());
    if (signer.isEmpty()) {
      return new CheckedKey(
          selector.domain(), selector.selector(), KeyState.INVALID, "Not a domain name.");
    }
    DkimKeys.Published published = DkimKeys.lookup(dns, signer.get(), selector.selector());
    return new CheckedKey(
        selector.domain(), selector.selector(), published.state(), published.reason());
  }

  private void names(List<InetAddress> sources) throws InterruptedException {
    for (int start = 0; start < sources.size(); start += BATCH) {
      List<Optional<CheckedName>> names =
          all(sources.subList(start, Math.min(start + BATCH, sources.size())), this::reverse);
      store.saveNames(domain.id(), names.stream().flatMap(Optional::stream).toList(), at);
    }
  }

  private Optional<CheckedName> reverse(InetAddress ip) {
    DnsAnswer<DomainName> answer = dns.ptr(ip);
    if (answer instanceof DnsAnswer.Failed) {
      return Optional.empty();
    }
    String first = null;
    for (DomainName host : answer.values().stream().limit(MOST_REVERSE_NAMES).toList()) {
      first = first == null ? host.toString() : first;
      DnsAnswer<InetAddress> forward = ip instanceof Inet4Address ? dns.a(host) : dns.aaaa(host);
      if (forward.values().contains(ip)) {
        return Optional.of(new CheckedName(ip, host.toString(), true));
      }
    }
    return Optional.of(new CheckedName(ip, first, false));
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
