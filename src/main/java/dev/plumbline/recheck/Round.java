package dev.plumbline.recheck;

import dev.plumbline.spf.SpfTable;
import dev.plumbline.store.checks.CheckTargets;
import dev.plumbline.store.checks.CheckTargets.Most;
import dev.plumbline.store.checks.CheckTargets.Selector;
import dev.plumbline.store.checks.CheckTargets.Target;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One round of re-checks for one domain. */
final class Round {

  private final Visit visit;
  private final ServiceRecords services;
  private final LocalDate since;
  private final Most most;

  /**
   * A round.
   *
   * @param since sources and selectors seen since this day are checked
   * @param most how many of them
   */
  Round(Visit visit, ServiceRecords services, LocalDate since, Most most) {
    this.visit = visit;
    this.services = services;
    this.since = since;
    this.most = most;
  }

  /**
   * Checks everything.
   *
   * @param before when the round before was; null if there was none
   */
  RecheckReport everything(@Nullable Instant before) throws InterruptedException {
    OwnRecords own = OwnRecords.ask(visit);
    CheckTargets targets = visit.store().targets();
    long domainId = visit.domain().id();
    RecheckReport report =
        check(
            own,
            withUnchecked(targets.targets(domainId, since, most)),
            targets.selectors(domainId, since, most.targets()),
            before);
    visit.notes().letGoOfTheRest();
    return report;
  }

  /** Where there are more than are checked in a round, those that never were have a turn too. */
  private List<Target> withUnchecked(List<Target> targets) {
    if (targets.size() < most.targets()) {
      return targets;
    }
    Set<Target> all = new LinkedHashSet<>(targets);
    all.addAll(unchecked(null));
    return List.copyOf(all);
  }

  private List<Target> unchecked(@Nullable Collection<InetAddress> among) {
    return visit
        .store()
        .targets()
        .unchecked(visit.domain().id(), visit.domain().name(), since, most, among);
  }

  /**
   * Checks what was never checked, as far as reports tell of it.
   *
   * @param reports that are new; empty if any may be
   */
  RecheckReport whatIsNew(Optional<Set<Long>> reports) throws InterruptedException {
    CheckTargets targets = visit.store().targets();
    long domainId = visit.domain().id();
    Set<Selector> known = visit.store().keys().known(domainId);
    List<Selector> selectors =
        reports.isPresent()
            ? targets.selectors(domainId, reports.get(), most.targets())
            : targets.selectors(domainId, since, most.targets());
    return check(
        OwnRecords.known(visit.domain()),
        unchecked(reports.map(some -> targets.sources(domainId, since, some)).orElse(null)),
        selectors.stream().filter(selector -> !known.contains(selector)).toList(),
        visit.at());
  }

  private RecheckReport check(
      OwnRecords own, List<Target> targets, List<Selector> selectors, @Nullable Instant before)
      throws InterruptedException {
    Set<InetAddress> sources = new LinkedHashSet<>();
    targets.forEach(target -> sources.add(target.ip()));
    SpfChecks.Counts spf = new SpfChecks(visit, own).check(targets);
    new KeyChecks(visit).check(selectors);
    new ReverseNames(visit).check(sources, before);
    if (own.answered()) {
      services(sources);
    }
    return new RecheckReport(
        visit.domain().name(),
        sources.size(),
        spf.evaluations(),
        selectors.size(),
        spf.unanswered(),
        visit.changes());
  }

  /**
   * Which service's record lists a source; of use where it has no name, or one that says nothing.
   */
  private void services(Set<InetAddress> sources) throws InterruptedException {
    if (sources.isEmpty()) {
      return;
    }
    visit.goOn();
    // Their TTL says nothing about when the domain is due.
    Map<String, SpfTable> tables = services.tables(visit.direct(), visit.at(), visit.workers());
    Map<InetAddress, String> found = new HashMap<>();
    for (InetAddress ip : sources) {
      services.listing(tables, ip).ifPresent(record -> found.put(ip, record));
    }
    visit.changed(visit.store().services().save(visit.domain().id(), sources, found));
  }
}
