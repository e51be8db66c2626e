package dev.plumbline.review;

import dev.plumbline.standing.SourceJudge;
import dev.plumbline.store.BackgroundThreads;
import dev.plumbline.store.Database;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.traffic.DomainInfo;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Judges domains in the background, one at a time each, whatever the number of processes that share
 * the database: soon after reports came in, a re-check found something else or somebody decided
 * something, and when the rules, the catalogue or the day are others.
 */
@ApplicationScoped
public class Judge {

  private static final Logger LOG = Logger.getLogger(Judge.class);

  /** Another version says in the history that standings changed with the rules. */
  public static final int RULES_VERSION = SourceJudge.RULES_VERSION;

  /** A large domain is judged within a minute; nothing else waits for it. */
  private static final int TIMEOUT_SECONDS = 3_600;

  /** While reports pour in, a domain is left alone for some times as long as judging it took. */
  private static final int PAUSES = 4;

  /** For how long the end of the program lets a domain be judged to the end. */
  private static final int SECONDS_TO_END = 3;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final Workshop workshop;
  private final ReviewSettings settings;
  private final Clock clock;
  private final boolean background;
  private final KeptCatalogue catalogue;
  private final ExecutorService threads;
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final Map<String, Instant> pausing = new ConcurrentHashMap<>();

  Judge(
      Workshop workshop,
      ReviewSettings settings,
      Clock clock,
      KeptCatalogue catalogue,
      @ConfigProperty(name = "plumbline.background") boolean background) {
    this.workshop = workshop;
    this.settings = settings;
    this.clock = clock;
    this.background = background;
    this.catalogue = catalogue;
    this.threads =
        Executors.newFixedThreadPool(settings.parallel(), BackgroundThreads.named("judge"));
  }

  /**
   * Judges a domain now, waiting for another process that is at it.
   *
   * @return false if it is not monitored
   */
  public boolean judgeNow(String domain) {
    return judge(domain, true, RULES_VERSION);
  }

  /** Whether a domain waits for being judged, or is being judged here. */
  public boolean isWaiting(String domain) {
    return running.contains(domain)
        || workshop
            .traffic
            .domain(domain)
            .map(DomainInfo::id)
            .filter(workshop.queue::isWanted)
            .isPresent();
  }

  /** Judges a domain now if anything is known that it was not judged by yet. */
  public void catchUp(String domain) {
    if (workshop
        .queue
        .due(
            Duration.ZERO, Duration.ZERO, RULES_VERSION, catalogue.version(), Window.of(clock).to())
        .contains(domain)) {
      judgeNow(domain);
    }
  }

  private boolean judge(String domain, boolean patiently, int rulesVersion) {
    return judge(domain, patiently, rulesVersion, clock);
  }

  /**
   * Judges.
   *
   * @param rulesVersion another one than {@link #RULES_VERSION} as a later release would
   * @param time that tells what day it is
   */
  boolean judge(String domain, boolean patiently, int rulesVersion, Clock time) {
    Optional<DomainInfo> known = workshop.traffic.domain(domain);
    if (known.isEmpty()) {
      return false;
    }
    long id = known.get().id();
    QuarkusTransaction.requiringNew()
        .timeout(TIMEOUT_SECONDS)
        .run(
            () -> {
              if (workshop.queue.lock(id, patiently)) {
                DomainInfo info = workshop.traffic.domain(domain).orElseThrow();
                new DomainJudging(
                        workshop,
                        info,
                        Window.of(time),
                        time.instant(),
                        rulesVersion,
                        catalogue.version(),
                        settings.sourcesAtOnce())
                    .run();
              }
            });
    return true;
  }

  @Scheduled(every = "1s", delayed = "1s", concurrentExecution = ConcurrentExecution.SKIP)
  void due() {
    if (!background || threads.isShutdown()) {
      return;
    }
    try {
      Instant now = clock.instant();
      pausing.values().removeIf(until -> !until.isAfter(now));
      workshop
          .queue
          .due(
              settings.settle(),
              settings.patience(),
              RULES_VERSION,
              catalogue.version(),
              Window.of(clock).to())
          .stream()
          .filter(domain -> !pausing.containsKey(domain))
          .filter(running::add)
          .forEach(domain -> threads.execute(() -> inBackground(domain)));
    } catch (StoreUnavailableException e) {
      LOG.warnf("Nothing is judged this time: %s", e.getMessage());
    }
  }

  private void inBackground(String domain) {
    Instant begin = clock.instant();
    try {
      judge(domain, false, RULES_VERSION);
    } catch (RuntimeException e) {
      if (threads.isShutdown()) {
        LOG.debugf(e, "The judging of %s was given up", domain);
      } else if (Database.isDown(e)) {
        LOG.warnf("%s could not be judged; it is tried again: %s", domain, e.getMessage());
      } else {
        LOG.warnf(e, "%s could not be judged; it is tried again", domain);
      }
      pausing.put(domain, clock.instant().plus(LONGEST_PAUSE));
    } finally {
      Duration took = Duration.between(begin, clock.instant());
      Duration pause = took.multipliedBy(PAUSES);
      pausing.putIfAbsent(
          domain, clock.instant().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause));
      running.remove(domain);
    }
  }

  /**
   * Before the connections are closed under what is being judged; it is judged anew another time.
   */
  void stop(@Observes ShutdownEvent event) {
    threads.shutdown();
    try {
      threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    BackgroundThreads.end(threads);
  }
}
