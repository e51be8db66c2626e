package dev.plumbline.recheck;

import dev.plumbline.dmarc.PolicyDiscovery;
import dev.plumbline.dmarc.PolicyDiscovery.Found;
import dev.plumbline.dmarc.PolicyDiscovery.TemporaryFailure;
import dev.plumbline.dmarc.ReportUri;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.intake.Bounds;
import dev.plumbline.intake.ReportAddresses;
import dev.plumbline.intake.SecondChances;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.intake.LearntDomains;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Learns from DNS which domains are ours: those whose DMARC record has reports sent to an address
 * that is read here. What was set aside because that was not known yet is looked at again.
 */
@ApplicationScoped
public class OwnDomains {

  private static final Logger LOG = Logger.getLogger(OwnDomains.class);

  private static final Duration EVERY = Duration.ofDays(1);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

  /** Whoever claims more domains waits, and so do we. */
  private static final int AT_ONCE = 100;

  private final LearntDomains learnt;
  private final SecondChances chances;
  private final Dns dns;
  private final Clock clock;
  private final Supplier<Set<String>> addresses;
  private final boolean listed;
  private final boolean background;

  /** Where reports were sent when it was looked last, and since when. */
  private Set<String> known = Set.of();

  private Instant knownSince;

  @Inject
  OwnDomains(
      LearntDomains learnt,
      SecondChances chances,
      Dns dns,
      Clock clock,
      ReportAddresses addresses,
      Bounds bounds,
      @ConfigProperty(name = "plumbline.background") boolean background) {
    this(learnt, chances, dns, clock, addresses::all, !bounds.ownDomains().isEmpty(), background);
  }

  OwnDomains(
      LearntDomains learnt,
      SecondChances chances,
      Dns dns,
      Clock clock,
      Supplier<Set<String>> addresses,
      boolean listed,
      boolean background) {
    this.learnt = learnt;
    this.chances = chances;
    this.dns = dns;
    this.clock = clock;
    this.addresses = addresses;
    this.listed = listed;
    this.background = background;
    this.knownSince = clock.instant();
  }

  @Scheduled(every = "5s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  void due() {
    if (!background) {
      return;
    }
    try {
      run();
    } catch (StoreUnavailableException e) {
      LOG.warnf("It is not asked whose domains are ours this time: %s", e.getMessage());
    }
  }

  /** Asks about some names, and takes in what waited for the answers. */
  void run() {
    Instant now = clock.instant();
    Set<String> current = addresses.get();
    // Others may have come with a restart, or on a page.
    if (!current.equals(known)) {
      known = Set.copyOf(current);
      knownSince = now;
    }
    if (known.isEmpty()) {
      return;
    }
    Instant yesterday = now.minus(EVERY);
    Instant before = knownSince.isAfter(yesterday) ? knownSince : yesterday;
    for (String name : learnt.toAsk(before, now.minus(AFTER_FAILURE), AT_ONCE)) {
      Optional<Boolean> leadsHere =
          DomainName.parse(name).map(this::leadsHere).orElse(Optional.of(false));
      learnt.keep(name, leadsHere.orElse(null), now);
    }
    List<Long> waiting = learnt.waitingInVain(listed);
    if (!waiting.isEmpty()) {
      LOG.infof("%d entries that were set aside need not wait for DNS any longer", waiting.size());
      chances.all(waiting, told -> LOG.debugf("entry %d: %s", told.entry(), told.sentence()));
    }
  }

  /** Empty if DNS did not answer. */
  private Optional<Boolean> leadsHere(DomainName name) {
    PolicyDiscovery.Discovery found = new PolicyDiscovery(dns).discover(name);
    if (found instanceof TemporaryFailure) {
      return Optional.empty();
    }
    return Optional.of(
        found instanceof Found record
            && record.record().rua().stream()
                .filter(ReportUri::isMail)
                .map(uri -> ReportAddresses.plain(uri.text()))
                .anyMatch(known::contains));
  }
}
