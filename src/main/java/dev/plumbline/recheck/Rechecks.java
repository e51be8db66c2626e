package dev.plumbline.recheck;

import dev.plumbline.dns.Dns;
import dev.plumbline.intake.IntakeStored;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.Span;
import dev.plumbline.sender.Catalogue;
import dev.plumbline.store.Leases;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.checks.AuthorDomains;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
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

  /** A round asks for it again with every batch; a process that died keeps it no longer. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  private static final long LEASE_POLL_MILLIS = 250;

  private final TrafficQueries traffic;
  private final CheckStore store;
  private final Dns dns;
  private final Clock clock;
  private final RecheckSettings settings;
  private final boolean background;
  private final Remedies remedies;
  private final Leases leases;
  private final AuthorDomains authors;
  private final DomainReviews reviews;
  private final ServiceRecords services;
  private final String process = UUID.randomUUID().toString();
  private final ExecutorService lookups;
  private final ExecutorService rounds = Executors.newFixedThreadPool(2, named("recheck-round"));
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final Set<String> requested = ConcurrentHashMap.newKeySet();
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final RetryPauses pauses = new RetryPauses();

  Rechecks(
      TrafficQueries traffic,
      CheckStore store,
      Dns dns,
      Clock clock,
      RecheckSettings settings,
      Remedies remedies,
      Leases leases,
      AuthorDomains authors,
      DomainReviews reviews,
      Catalogue catalogue,
      @ConfigProperty(name = "plumbline.background", defaultValue = "true") boolean background) {
    this.background = background;
    this.remedies = remedies;
    this.leases = leases;
    this.authors = authors;
    this.reviews = reviews;
    this.services = new ServiceRecords(catalogue);
    this.traffic = traffic;
    this.store = store;
    this.dns = dns;
    this.clock = clock;
    this.settings = settings;
    this.lookups = Executors.newFixedThreadPool(settings.parallel(), named("recheck"));
  }

  /** Asks for a round soon; a round already asked for is not asked for twice. */
  public void requestNow(String domain) {
    if (requested.add(domain)) {
      rounds.execute(() -> runRequested(domain));
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
  public Optional<RecheckReport> recheckNow(String domain, @Nullable Span asked) {
    Optional<DomainInfo> known = traffic.domain(domain);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    ReentrantLock lock = locks.computeIfAbsent(domain, unused -> new ReentrantLock());
    lock.lock();
    running.add(domain);
    String lease = "recheck/" + domain;
    try {
      while (!leases.hold(lease, process, LEASE)) {
        Thread.sleep(LEASE_POLL_MILLIS);
      }
      return Optional.of(round(known.get(), asked, () -> prolong(lease)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      running.remove(domain);
      lock.unlock();
      leases.release(lease, process);
    }
  }

  private RecheckReport round(DomainInfo domain, @Nullable Span asked, Runnable goingOn)
      throws InterruptedException {
    LocalDate newest = traffic.newestDay(domain.id()).orElseGet(() -> LocalDate.now(clock));
    LocalDate active = newest.minusDays(settings.activeTime().toDays());
    LocalDate since = asked != null && asked.from().isBefore(active) ? asked.from() : active;
    Instant at = clock.instant();
    RecheckReport report;
    boolean finished = false;
    try {
      new AuthorCheck(dns, authors).check(domain, since, LocalDate.now(clock).plusDays(1), at);
      report =
          new Round(dns, services, store, lookups, domain, at, goingOn)
              .run(since, settings.identitiesPerSource(), ttl -> at.plus(untilNext(ttl)));
      finished = true;
    } finally {
      if (!finished) {
        store.noteUnfinished(domain.id());
      }
    }
    LocalDate today = LocalDate.now(clock);
    List<Span> spans =
        List.of(
            Span.endingAt(today, DomainReviews.USUAL_DAYS), new Span(active, today.plusDays(1)));
    remedies.prepare(domain.name(), dns, spans, at);
    LOG.debugf("Re-checked %s", report);
    return report;
  }

  private void prolong(String lease) {
    if (!leases.prolong(lease, process, LEASE)) {
      throw new IllegalStateException("Another process took the " + lease + " over.");
    }
  }

  private Duration untilNext(@Nullable Duration ttl) {
    return ttl == null
        ? settings.interval()
        : Round.clamp(ttl, settings.shortest(), settings.interval());
  }

  /** New reports may name new sources; which domains they are about is all that matters here. */
  void afterIntake(@Observes IntakeStored stored) {
    if (background) {
      Set<Long> wanted = stored.domainIds();
      traffic.domains().stream()
          .filter(domain -> wanted.contains(domain.id()))
          .forEach(domain -> requestLater(domain.name()));
    }
  }

  /** Waits a little, since reports come in bursts. */
  private void requestLater(String domain) {
    if (requested.add(domain)) {
      CompletableFuture.delayedExecutor(settings.settle().toMillis(), TimeUnit.MILLISECONDS, rounds)
          .execute(() -> runRequested(domain));
    }
  }

  private void runRequested(String domain) {
    requested.remove(domain);
    try {
      recheckNow(domain);
      pauses.worked(domain);
      judgeAhead(domain);
    } catch (RuntimeException e) {
      long minutes = pauses.failed(domain, clock.instant()).toMinutes();
      LOG.warnf(
          e,
          "The re-check of %s did not finish; it is tried again in %d min or with new reports",
          domain,
          minutes);
    }
  }

  /** So that nobody waits for the judgement of a large domain that comes with what was found. */
  private void judgeAhead(String domain) {
    traffic
        .domain(domain)
        .flatMap(known -> traffic.newestDay(known.id()))
        .ifPresent(
            newest ->
                reviews.review(domain, newest.minusDays(DomainReviews.USUAL_DAYS - 1L), newest));
  }

  /** Domains come due one by one, since each round says when the next one is to be. */
  @Scheduled(every = "1m", delayed = "10s", concurrentExecution = ConcurrentExecution.SKIP)
  void due() {
    if (!background) {
      return;
    }
    try {
      Instant now = clock.instant();
      store.due(now).stream()
          .filter(domain -> pauses.isOver(domain, now))
          .forEach(this::requestDue);
    } catch (StoreUnavailableException e) {
      LOG.warnf("No re-checks this time: %s", e.getMessage());
    }
  }

  /** Leaves a domain to the process that is at it. */
  private void requestDue(String domain) {
    if (requested.add(domain)) {
      rounds.execute(
          () -> {
            if (isStillDue(domain)) {
              runRequested(domain);
            } else {
              requested.remove(domain);
            }
          });
    }
  }

  /** Whether no process was faster while this one was busy with others. */
  private boolean isStillDue(String domain) {
    try {
      return leases.holder("recheck/" + domain).isEmpty()
          && store.due(clock.instant()).contains(domain);
    } catch (StoreUnavailableException e) {
      LOG.warnf("No re-check of %s this time: %s", domain, e.getMessage());
      return false;
    }
  }

  @PreDestroy
  void stop() {
    rounds.shutdownNow();
    lookups.shutdownNow();
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
