package dev.plumbline.review;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.DomainFacts;
import dev.plumbline.standing.DomainRecords;
import dev.plumbline.standing.SourceTraits;
import dev.plumbline.store.judgement.SourceRows.Broken;
import dev.plumbline.store.judgement.SourceRows.Signer;
import dev.plumbline.store.traffic.DomainInfo;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what all sources of a domain share from what is kept of each, and finds the sources whose
 * judgement rests on another state of it.
 */
final class SharedFacts {

  /** Sources that were not seen for longer say nothing about others any more. */
  static final int DAYS = 130;

  /** Stands for all sources that have no signatures of the domain's. */
  private static final InetAddress NOBODY = IpAddresses.parse("0.0.0.0").orElseThrow();

  private final Workshop workshop;
  private final DomainInfo domain;
  private final DomainRecords records;
  private final @Nullable Decision said;
  private final LocalDate last;

  /**
   * Prepares.
   *
   * @param said what somebody decided about the domain as a whole
   * @param last the last day of the window, or with a report if that was before
   */
  SharedFacts(
      Workshop workshop,
      DomainInfo domain,
      DomainRecords records,
      @Nullable Decision said,
      LocalDate last) {
    this.workshop = workshop;
    this.domain = domain;
    this.records = records;
    this.said = said;
    this.last = last;
  }

  /** What DNS says of the domain itself. */
  static DomainRecords records(Workshop workshop, DomainInfo domain) {
    return new DomainRecords(
        domain.domain(),
        domain.organizational(),
        domain.isKnown() ? domain.dnsCheckedAt() : null,
        domain.spfRecord(),
        domain.dmarcRecord(),
        workshop.records.mailHosts(domain.id(), domain.name()).orElse(null));
  }

  /** What is known before any source was looked at. */
  Shared none(String alignment, Map<String, String> keys, Map<String, String> changed) {
    return new Shared(DomainFacts.of(records, said, List.of()), Set.of(), alignment, keys, changed);
  }

  /** What the sources share as they are kept now. */
  Shared now(Shared before, List<Signer> signers) {
    LocalDate since = last.minusDays(DAYS - 1L);
    LocalDate brokenSince = Window.endingAt(last).from();
    List<SourceTraits> traits = new ArrayList<>();
    for (Signer signer : signers) {
      if (!signer.lastSeen().isBefore(since)) {
        traits.add(
            signer.lastSeen().isBefore(brokenSince) ? unbroken(signer.traits()) : signer.traits());
      }
    }
    Optional<Broken> broken = workshop.sources.broken(domain.id(), brokenSince);
    broken.ifPresent(one -> traits.add(nobody(one.messages(), one.spf())));
    if (records.sayParked()) {
      // How much of all is signed matters to nothing else.
      long told = broken.map(Broken::messages).orElse(0L);
      traits.add(nobody(workshop.sources.unsigned(domain.id(), since) - told, null));
    }
    return before.with(
        DomainFacts.of(records, said, traits), workshop.sources.shown(domain.id(), since));
  }

  private static SourceTraits nobody(long messages, @Nullable String brokenSpf) {
    return new SourceTraits(
        NOBODY, "", messages, 0, false, false, false, false, List.of(), Set.of(), Set.of(),
        brokenSpf);
  }

  /** Nobody looks again at what was found of a source that is long gone. */
  private static SourceTraits unbroken(SourceTraits traits) {
    return new SourceTraits(
        traits.ip(),
        traits.sender(),
        traits.messages(),
        traits.signedToday(),
        traits.atHome(),
        traits.direct(),
        traits.partlyFailing(),
        traits.calledForwarder(),
        traits.signatures(),
        traits.kin(),
        traits.shown(),
        null);
  }

  /** Whether all sources have to be judged again. */
  static boolean concernsAll(Shared now, Shared before) {
    return !now.facts().domain().equals(before.facts().domain())
        || !now.facts().organizationalDomain().equals(before.facts().organizationalDomain())
        || !Objects.equals(now.facts().brokenSpf(), before.facts().brokenSpf())
        || !Objects.equals(now.facts().parked(), before.facts().parked());
  }

  /** The sources whose judgement may be another one now. */
  Set<InetAddress> concerned(Shared now, Shared before, Collection<Signer> signers) {
    Set<InetAddress> concerned = new LinkedHashSet<>();
    for (Signer signer : signers) {
      if (now.facts().concerns(signer.traits(), before.facts())) {
        concerned.add(signer.traits().ip());
      }
    }
    Set<String> changed = new HashSet<>(now.shown());
    changed.removeAll(before.shown());
    before.shown().stream().filter(key -> !now.shown().contains(key)).forEach(changed::add);
    if (!changed.isEmpty()) {
      concerned.addAll(workshop.sources.signedOnly(domain.id(), changed));
    }
    return concerned;
  }

  /** The sources that sign with keys of which something else is known now. */
  static Set<InetAddress> signingWith(
      Collection<Signer> signers, Map<String, String> before, Map<String, String> now) {
    Set<String> changed = new HashSet<>();
    now.forEach(
        (key, known) -> {
          if (!known.equals(before.get(key))) {
            changed.add(key);
          }
        });
    before.keySet().stream().filter(key -> !now.containsKey(key)).forEach(changed::add);
    Set<InetAddress> signing = new LinkedHashSet<>();
    if (!changed.isEmpty()) {
      for (Signer signer : signers) {
        if (signer.traits().signatures().stream()
            .anyMatch(one -> changed.contains(one.selector().toString()))) {
          signing.add(signer.traits().ip());
        }
      }
    }
    return signing;
  }
}
