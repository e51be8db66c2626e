package dev.plumbline.recheck;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.RememberedDns;
import dev.plumbline.intake.IntakeStored;
import dev.plumbline.sender.Catalogue;
import dev.plumbline.standing.Days;
import dev.plumbline.store.BackgroundThreads;
import dev.plumbline.store.Database;
import dev.plumbline.store.Locks;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.checks.CheckTargets.Most;
import dev.plumbline.store.checks.CheckedDomains;
import dev.plumbline.store.intake.ReportRef;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs rounds of re-checks, one at a time for a domain, whatever the number of processes that share
 * the database.
 */
@ApplicationScoped
public class Rechecks {

  private static final Logger LOG = Logger.getLogger(Rechecks.class);

  private static final long LOCK_POLL_MILLIS = 250;

  private final TrafficQueries traffic;
  private final CheckStore store;
  private final Dns dns;
  private final Clock clock;
  private final RecheckSettings settings;
  private final boolean background;
  private final Remedies remedies;
  private final Locks locks;
  private final ServiceRecords services;
  private final ExecutorService lookups;
  private final Workers workers;
  private final RoundQueue rounds = new RoundQueue();
  private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();
  private final Set<String> requested = ConcurrentHashMap.newKeySet();
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  /** Those whose turn is to come because they are due; new reports do not wait for that. */
  private final Set<String> due = ConcurrentHashMap.newKeySet();

  /** Those of the requested for which everything is to be checked, and not just what is new. */
  private final Set<String> whole = ConcurrentHashMap.newKeySet();

  private final Map<String, LastRound> last = new ConcurrentHashMap<>();
  private final RetryPauses pauses = new RetryPauses();
  private final NewReports news = new NewReports();

  /**
   * The last round of this process that checked everything. The database knows of it only if it
   * found something else, or if the one it knows of is old.
   */
  private record LastRound(Instant at, Instant due) {}

  Rechecks(
      TrafficQueries traffic,
      CheckStore store,
      Dns dns,
      Clock clock,
      RecheckSettings settings,
      Remedies remedies,
      Locks locks,
      Catalogue catalogue,
      @ConfigProperty(name = "plumbline.background") boolean background) {
    this.background = background;
    this.remedies = remedies;
    this.locks = locks;
    this.services = new ServiceRecords(catalogue);
    this.traffic = traffic;
    this.store = store;
    this.dns = dns;
    this.clock = clock;
    this.settings = settings;
    this.lookups =
        Executors.newFixedThreadPool(settings.parallel(), BackgroundThreads.named("recheck"));
    this.workers = new Workers(lookups);
  }

  /** Asks for a round soon; a round already asked for is not asked for twice. */
  public void requestNow(String domain) {
    whole.add(domain);
    if (requested.add(domain)) {
      rounds.wanted(Duration.ZERO, () -> runRequested(domain));
    }
  }

  /** Whether a round for a domain runs or was asked for. */
  public boolean isRunning(String domain) {
    return running.contains(domain) || requested.contains(domain);
  }

  /**
   * Runs a round for a domain and waits for its end.
   *
   * @return what it did; empty if the domain is not known
   */
  public Optional<RecheckReport> recheckNow(String domain) {
    return recheckNow(domain, null);
  }

  /**
   * The same, for somebody who wants to know about a period that others seldom ask for.
   *
   * @param asked all its sources are checked, however old
   */
  public Optional<RecheckReport> recheckNow(String domain, @Nullable Days asked) {
    return recheck(domain, asked, true);
  }

  /**
   * Checks what new reports tell of and was never checked, and waits for the end.
   *
   * @return what it did; empty if the domain is not known
   */
  Optional<RecheckReport> recheckWhatIsNew(String domain) {
    return recheck(domain, null, false);
  }

  private Optional<RecheckReport> recheck(String domain, @Nullable Days asked, boolean everything) {
    Optional<DomainInfo> known = traffic.domain(domain);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    ReentrantLock turn = turns.computeIfAbsent(domain, unused -> new ReentrantLock());
    turn.lock();
    running.add(domain);
    try (Locks.Lock lock = ours(domain)) {
      return Optional.of(round(known.get(), asked, everything, lock::check));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      running.remove(domain);
      turn.unlock();
    }
  }

  /** Waits until no other process is at a domain. */
  private Locks.Lock ours(String domain) throws InterruptedException {
    Optional<Locks.Lock> lock = locks.take(lockOf(domain));
    while (lock.isEmpty()) {
      Thread.sleep(LOCK_POLL_MILLIS);
      lock = locks.take(lockOf(domain));
    }
    return lock.get();
  }

  static String lockOf(String domain) {
    return "recheck/" + domain;
  }

  private RecheckReport round(
      DomainInfo domain, @Nullable Days asked, boolean everything, Runnable goingOn)
      throws InterruptedException {
    LocalDate newest = traffic.newestDay(domain.id()).orElseGet(() -> LocalDate.now(clock));
    LocalDate active = newest.minusDays(settings.activeTime().toDays());
    LocalDate since = asked != null && asked.from().isBefore(active) ? asked.from() : active;
    Instant at = clock.instant();
    Instant before = lastAsked(domain.name(), domain.dnsCheckedAt());
    ShortestTtl ttl = new ShortestTtl();
    Visit visit =
        new Visit(dns, new RememberedDns(dns, ttl), store, workers, domain, before, at, goingOn);
    Round round =
        new Round(
            visit, services, since, new Most(settings.identitiesPerSource(), settings.most()));
    RecheckReport report;
    boolean finished = false;
    Optional<Set<Long>> reports = news.begin(domain.id());
    try {
      new AuthorCheck(dns, store.authors())
          .check(domain, since, LocalDate.now(clock).plusDays(1), at, everything);
      report = everything ? round.everything(before) : round.whatIsNew(reports);
      finished = true;
    } finally {
      if (!finished) {
        news.failed(domain.id());
      }
      keep(visit.changes(), finished && everything, since, untilNext(ttl.get()));
    }
    remedies.prepare(domain.name(), dns, new Days(active, LocalDate.now(clock).plusDays(1)), at);
    LOG.debugf("Re-checked %s", report);
    return report;
  }

  /** Notes the end of a round, and has what it found judged. */
  private void keep(DnsChanges found, boolean wholeRound, LocalDate since, Duration next) {
    if (wholeRound) {
      Instant due = found.at().plus(next);
      store.domains().note(found.domainId(), !found.isEmpty(), found.at(), since, due);
      last.put(found.domain(), new LastRound(found.at(), due));
    }
    if (!found.isEmpty()) {
      store.domains().judge(found.domainId());
    }
  }

  /**
   * When DNS was last asked about everything, by this process or as the database knows.
   *
   * @param known to the database; null if never
   */
  public @Nullable Instant lastAsked(String domain, @Nullable Instant known) {
    LastRound ours = last.get(domain);
    return ours == null || (known != null && known.isAfter(ours.at())) ? known : ours.at();
  }

  private Duration untilNext(@Nullable Duration ttl) {
    return ttl == null
        ? settings.interval()
        : ShortestTtl.within(ttl, settings.shortest(), settings.interval());
  }

  /** New reports may name new sources, and use new selectors. */
  void afterIntake(@Observes IntakeStored stored) {
    news.add(stored.reports());
    if (background) {
      store
          .domains()
          .names(stored.reports().stream().map(ReportRef::domainId).collect(Collectors.toSet()))
          .forEach(this::requestLater);
    }
  }

  /** Waits a little, since reports come in bursts. */
  private void requestLater(String domain) {
    if (requested.add(domain)) {
      rounds.wanted(settings.settle(), () -> runRequested(domain));
    }
  }

  private void runRequested(String domain) {
    requested.remove(domain);
    try {
      if (whole.remove(domain) || isDue(domain)) {
        recheckNow(domain);
      } else {
        recheckWhatIsNew(domain);
      }
      pauses.worked(domain);
    } catch (RuntimeException e) {
      long minutes = pauses.failed(domain, clock.instant()).toMinutes();
      boolean ending = rounds.isEnding();
      LOG.logf(
          ending ? Logger.Level.DEBUG : Logger.Level.WARN,
          ending || Database.isDown(e) ? null : e,
          "The re-check of %s did not finish; it is tried again in %d min or with new reports: %s",
          domain,
          minutes,
          e.getMessage());
    }
  }

  /** Domains come due one by one, since each round says when the next one is to be. */
  @Scheduled(every = "1m", delayed = "10s", concurrentExecution = ConcurrentExecution.SKIP)
  void due() {
    if (!background) {
      return;
    }
    try {
      Instant now = clock.instant();
      List<CheckedDomains.Due> domains =
          store.domains().due(now).stream()
              .filter(one -> isOver(one.domain(), now) && pauses.isOver(one.domain(), now))
              .filter(one -> due.add(one.domain()))
              .toList();
      Duration apart = RoundQueue.apart(domains.size());
      Duration delay = Duration.ZERO;
      for (CheckedDomains.Due one : domains) {
        requestDue(one.domain(), delay);
        // Of a domain that DNS was never asked about pages know nothing at all.
        delay = one.never() ? delay : delay.plus(apart);
      }
    } catch (StoreUnavailableException e) {
      LOG.warnf("No re-checks this time: %s", e.getMessage());
    }
  }

  private boolean isFree(String domain) {
    Optional<Locks.Lock> lock = locks.take(lockOf(domain));
    lock.ifPresent(Locks.Lock::close);
    return lock.isPresent();
  }

  private boolean isDue(String domain) {
    Instant now = clock.instant();
    return isOver(domain, now) && store.domains().isDue(domain, now);
  }

  /** Whether the last round of this process is no longer good. */
  private boolean isOver(String domain, Instant now) {
    LastRound ours = last.get(domain);
    return ours == null || !now.isBefore(ours.due());
  }

  /** Leaves a domain to whoever is at it. */
  private void requestDue(String domain, Duration delay) {
    rounds.due(
        delay,
        () -> {
          due.remove(domain);
          if (isStillDue(domain) && requested.add(domain)) {
            runRequested(domain);
          }
        });
  }

  /** Whether no process was faster while this one was busy with others. */
  private boolean isStillDue(String domain) {
    try {
      return isFree(domain) && isDue(domain);
    } catch (StoreUnavailableException e) {
      LOG.warnf("No re-check of %s this time: %s", domain, e.getMessage());
      return false;
    }
  }

  void end(@Observes ShutdownEvent event) {
    stop();
  }

  /** A round that is cut off is run anew another time. */
  void stop() {
    rounds.end(lookups);
  }
}
