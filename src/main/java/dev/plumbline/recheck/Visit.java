package dev.plumbline.recheck;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.RecordKind;
import dev.plumbline.dns.RememberedDns;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.checks.CheckTargets.Selector;
import dev.plumbline.store.checks.Records;
import dev.plumbline.store.traffic.DomainInfo;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the parts of a round share: whom they ask, where they keep it, and what they found. */
final class Visit {

  /** Written in one transaction; a round that is cut short keeps what it has. */
  static final int BATCH = 500;

  private final Dns direct;
  private final RememberedDns dns;
  private final CheckStore store;
  private final Workers workers;
  private final Runnable goingOn;
  private final DomainInfo domain;
  private final DomainName name;
  private final Instant at;
  private final Records.Notes notes;
  private final Set<InetAddress> sources = new HashSet<>();
  private final Set<Selector> keys = new HashSet<>();
  private final Set<Records.Owner> records = new HashSet<>();
  private boolean domainItself;

  /**
   * A visit.
   *
   * @param dns before {@code direct}: all verdicts of a round rest on the same answers
   * @param before when the round before was; null if there was none
   * @param goingOn called every now and then; it throws if the round must stop
   */
  Visit(
      Dns direct,
      RememberedDns dns,
      CheckStore store,
      Workers workers,
      DomainInfo domain,
      @Nullable Instant before,
      Instant at,
      Runnable goingOn) {
    this.direct = direct;
    this.dns = dns;
    this.store = store;
    this.workers = workers;
    this.domain = domain;
    this.name = DomainName.parse(domain.name()).orElse(DomainName.ROOT);
    this.at = at;
    this.goingOn = goingOn;
    this.notes = store.records().notes(domain.id(), before, at);
  }

  Dns direct() {
    return direct;
  }

  RememberedDns dns() {
    return dns;
  }

  CheckStore store() {
    return store;
  }

  Workers workers() {
    return workers;
  }

  DomainInfo domain() {
    return domain;
  }

  DomainName name() {
    return name;
  }

  Instant at() {
    return at;
  }

  Records.Notes notes() {
    return notes;
  }

  /** Goes on, if the round may. */
  void goOn() {
    goingOn.run();
  }

  /** Goes on with something else, which need not rest on the same answers. */
  void next() {
    goingOn.run();
    dns.makeRoom();
  }

  /** Notes the TXT records of a kind; empty if DNS did not answer. */
  Optional<List<String>> noteTexts(
      DomainName owner, RecordKind kind, Predicate<String> ofThisKind) {
    DnsAnswer<String> answer = dns.txt(owner);
    if (answer instanceof DnsAnswer.Failed) {
      return Optional.empty();
    }
    List<String> texts = answer.values().stream().filter(ofThisKind).toList();
    notes.found(owner.toString(), kind, texts);
    return Optional.of(texts);
  }

  /** Keeps the records noted so far. */
  void saveRecords() {
    Set<Records.Owner> changed = notes.save();
    records.addAll(changed);
    domainItself |= changed.stream().anyMatch(owner -> Records.JUDGED.contains(owner.kind()));
  }

  void changed(Collection<InetAddress> changedSources) {
    sources.addAll(changedSources);
  }

  void changedKeys(Collection<Selector> changedKeys) {
    keys.addAll(changedKeys);
  }

  void changedDomain(boolean changed) {
    domainItself |= changed;
  }

  /** What was found otherwise so far. */
  DnsChanges changes() {
    return new DnsChanges(domain.id(), domain.name(), at, domainItself, sources, keys, records);
  }
}
