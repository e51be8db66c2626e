package dev.plumbline.recheck;

import dev.plumbline.dns.Dns;
import dev.plumbline.intake.IntakeStored;
import dev.plumbline.sender.Remedies;
import dev.plumbline.store.CheckStore;
import dev.plumbline.store.DomainInfo;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.TrafficQueries;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** Runs rounds of re-checks, one at a time for a domain. */
@ApplicationScoped
public class Rechecks {

  private static final Logger LOG = Logger.getLogger(Rechecks.class);

  private final TrafficQueries traffic;
  private final CheckStore store;
  private final Dns dns;
  private final Clock clock;
  private final RecheckSettings settings;
  private final boolean background;
  private final Remedies remedies;
  private final ExecutorService lookups;
  private final ExecutorService rounds = Executors.newFixedThreadPool(2, named("recheck-round"));
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final Set<String> requested = ConcurrentHashMap.newKeySet();
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  Rechecks(
      TrafficQueries traffic,
      CheckStore store,
      Dns dns,
      Clock clock,
      RecheckSettings settings,
      Remedies remedies,
      @ConfigProperty(name = "plumbline.background", defaultValue = "true") boolean background) {
    this.background = background;
    this.remedies = remedies;
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
    Optional<DomainInfo> known = traffic.domain(domain);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    ReentrantLock lock = locks.computeIfAbsent(domain, unused -> new ReentrantLock());
    lock.lock();
    running.add(domain);
    try {
      LocalDate since =
          traffic
              .newestDay(known.get().id())
              .orElseGet(() -> LocalDate.now(clock))
              .minusDays(settings.activeTime().toDays());
      RecheckReport report =
          new Round(dns, store, lookups, known.get(), clock.instant())
              .run(since, settings.identitiesPerSource());
      remedies.prepare(domain, dns, since, LocalDate.now(clock).plusDays(1), clock.instant());
      LOG.debugf("Re-checked %s", report);
      return Optional.of(report);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      running.remove(domain);
      lock.unlock();
    }
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
    } catch (RuntimeException e) {
      LOG.warnf(e, "The re-check of %s did not finish; it is tried again", domain);
    }
  }

  @Scheduled(
      every = "${plumbline.recheck.interval:1h}",
      delayed = "10s",
      concurrentExecution = ConcurrentExecution.SKIP)
  void all() {
    if (!background) {
      return;
    }
    try {
      for (DomainInfo domain : traffic.domains()) {
        requestNow(domain.name());
      }
    } catch (StoreUnavailableException e) {
      LOG.warnf("No re-checks this time: %s", e.getMessage());
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
