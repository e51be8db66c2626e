package dev.plumbline.review;

import dev.plumbline.sender.Sender;
import dev.plumbline.sender.SenderNames;
import dev.plumbline.standing.Days;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.DomainRecords;
import dev.plumbline.standing.Judgement;
import dev.plumbline.standing.Proof;
import dev.plumbline.standing.Reason;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceJudge;
import dev.plumbline.standing.Traits;
import dev.plumbline.store.failure.FailureQueries.Told;
import dev.plumbline.store.judgement.Figures;
import dev.plumbline.store.judgement.JudgedSource;
import dev.plumbline.store.judgement.SenderName;
import dev.plumbline.store.judgement.SourceRows;
import dev.plumbline.store.judgement.SourceRows.Known;
import dev.plumbline.store.judgement.SourceRows.Row;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.SourceFactsQueries.SourceSeen;
import dev.plumbline.store.traffic.SourceGathering;
import dev.plumbline.store.traffic.SourceGathering.SourceSpan;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Judges sources of one domain, some at a time, and keeps what changed. */
final class SourcePass {

  private final Workshop workshop;
  private final DomainInfo domain;
  private final DomainRecords records;
  private final Map<String, Decision> decided;
  private final Map<String, Proof> proofs;
  private final Days window;
  private final Instant at;
  private final int atOnce;
  private final Causes causes;
  private final SourceGathering gathering;

  /** New rows of this transaction, and with how many the database is to count them. */
  private int added;

  private int countedWith = 200;

  /** The rows of before of sources that were written. */
  private final Map<InetAddress, Known> before = new HashMap<>();

  private final Set<InetAddress> written = new HashSet<>();

  /** Senders that got or lost a source, or have one that stands otherwise now. */
  private final Set<String> handed = new HashSet<>();

  /** Senders of all sources that were looked at, before and now. */
  private final Set<String> lookedAt = new HashSet<>();

  SourcePass(
      Workshop workshop,
      DomainInfo domain,
      DomainRecords records,
      Map<String, Decision> decided,
      Map<String, Proof> proofs,
      Days window,
      Instant at,
      int atOnce,
      Causes causes) {
    this.workshop = workshop;
    this.domain = domain;
    this.records = records;
    this.decided = decided;
    this.proofs = proofs;
    this.window = window;
    this.at = at;
    this.atOnce = atOnce;
    this.causes = causes;
    this.gathering = workshop.facts.gathering(domain);
  }

  /** Senders that got or lost a source, or have one that stands otherwise now. */
  Set<String> handed() {
    return handed;
  }

  /** Senders of all sources that were looked at, before and now. */
  Set<String> lookedAt() {
    return lookedAt;
  }

  /** Judges all sources that were ever seen. */
  void all(Shared shared) {
    InetAddress after = null;
    while (true) {
      goOn();
      List<SourceSeen> seen = workshop.facts.seen(domain.id(), after, window.to(), atOnce);
      boolean end = seen.size() < atOnce;
      InetAddress last = end ? null : seen.get(seen.size() - 1).ip();
      Set<InetAddress> gone = workshop.sources.between(domain.id(), after, last);
      seen.forEach(one -> gone.remove(one.ip()));
      remove(gone);
      judge(seen, shared);
      if (end) {
        return;
      }
      after = last;
    }
  }

  /** Judges some sources. */
  void some(Collection<InetAddress> wanted, Shared shared) {
    List<InetAddress> sources = List.copyOf(wanted);
    for (int start = 0; start < sources.size(); start += atOnce) {
      goOn();
      List<InetAddress> some = sources.subList(start, Math.min(start + atOnce, sources.size()));
      List<SourceSeen> seen = workshop.facts.seen(domain.id(), some, window.to());
      Set<InetAddress> gone = new HashSet<>(some);
      seen.forEach(one -> gone.remove(one.ip()));
      remove(gone);
      judge(seen, shared);
    }
  }

  /** The end of the program waits for some sources, and not for a domain with a million. */
  private static void goOn() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("The program ends.");
    }
  }

  private void remove(Set<InetAddress> gone) {
    if (!gone.isEmpty()) {
      workshop
          .sources
          .known(domain.id(), gone)
          .forEach(
              (ip, known) -> {
                causes.changed(known.senderKey(), ip);
                handed.add(known.senderKey());
                lookedAt.add(known.senderKey());
              });
      workshop.sources.remove(domain.id(), gone);
    }
  }

  private void judge(List<SourceSeen> seen, Shared shared) {
    if (seen.isEmpty()) {
      return;
    }
    List<InetAddress> ips = seen.stream().map(SourceSeen::ip).toList();
    // Before the facts: what is found meanwhile is then found again, not missed.
    Map<InetAddress, Long> checks = workshop.sources.checks(domain.id(), ips);
    Map<InetAddress, SourceSeen> when = new HashMap<>();
    seen.forEach(one -> when.put(one.ip(), one));
    List<SourceFacts> facts = gathering.of(seen.stream().map(this::span).toList());
    Map<InetAddress, Told> told = workshop.failures.told(domain.id(), ips);
    Map<InetAddress, Known> known = workshop.sources.known(domain.id(), ips);
    List<Row> rows = new ArrayList<>();
    for (SourceFacts source : facts) {
      SourceSeen days = when.get(source.ip());
      if (days != null) {
        JudgedSource judged =
            judge(
                source,
                days,
                shared,
                checks.getOrDefault(source.ip(), 0L),
                Optional.ofNullable(told.get(source.ip())));
        Known kept = known.get(source.ip());
        Row row = changed(judged, kept);
        if (row != null) {
          rows.add(row);
          added += kept == null ? 1 : 0;
        }
      }
    }
    workshop.sources.save(domain.id(), rows);
    if (added >= countedWith) {
      workshop.sources.count();
      countedWith = 4 * added;
    }
  }

  private SourceSpan span(SourceSeen seen) {
    return new SourceSpan(seen.ip(), Window.own(window, seen.last()));
  }

  private @Nullable Row changed(JudgedSource judged, @Nullable Known known) {
    var digest = SourceRows.digest(judged);
    InetAddress ip = judged.traits().ip();
    lookedAt.add(judged.sender().key());
    if (known != null) {
      lookedAt.add(known.senderKey());
    }
    if (known != null && known.digest().equals(digest)) {
      return null;
    }
    causes.changed(judged.sender().key(), ip);
    if (known != null
        && (known.standing() != judged.standing()
            || !known.senderKey().equals(judged.sender().key()))) {
      handed.add(known.senderKey());
      handed.add(judged.sender().key());
    }
    if (known != null && !known.senderKey().equals(judged.sender().key())) {
      causes.changed(known.senderKey(), ip);
    }
    Known first = known;
    if (written.add(ip)) {
      if (known != null) {
        before.put(ip, known);
      }
    } else {
      first = before.get(ip);
    }
    Instant since = first != null && first.standing() == judged.standing() ? first.since() : at;
    return new Row(judged, since, digest);
  }

  private JudgedSource judge(
      SourceFacts source, SourceSeen days, Shared shared, long checks, Optional<Told> told) {
    SenderNames.Named named =
        workshop.naming.name(source, records.organizationalDomain(), shared.shown());
    Sender sender = named.sender();
    SourceFacts ours = named.ours();
    Judgement judgement =
        SourceJudge.judge(
            ours,
            shared.facts(),
            decided.get(sender.key()),
            ServiceFacts.of(sender.service(), domain.name()),
            proofs.get(sender.key()));
    List<Reason> reasons = new ArrayList<>(judgement.reasons());
    named.others().reason().ifPresent(reasons::add);
    told.ifPresent(
        one -> reasons.add(new Reason.ToldByFailures(one.reports(), one.names(), one.subjects())));
    reasons.add(SourceJudge.reported(List.of(source)));
    return new JudgedSource(
        Traits.of(ours, records).named(sender.key(), named.shown()),
        new SenderName(
            sender.key(),
            sender.name(),
            sender.kind(),
            sender.service() == null ? null : sender.service().key(),
            evidence(sender, told)),
        judgement.standing(),
        reasons,
        judgement.fixed(),
        new Figures(
            source.messages(),
            source.passMessages(),
            source.dkimPassMessages(),
            source.spfPassMessages(),
            source.refusedMessages()),
        strangers(source),
        named.others().messages(),
        named.others().profiles(),
        days.first(),
        days.last(),
        named.signedOnly(),
        shared.facts().passingOn().contains(source.ip()),
        checks);
  }

  /** Anybody may call their host anything: what reports tell of it names nobody, but may help. */
  private static List<String> evidence(Sender sender, Optional<Told> told) {
    List<String> hosts = told.map(Told::hosts).orElse(List.of());
    if (hosts.isEmpty()) {
      return sender.evidence();
    }
    List<String> evidence = new ArrayList<>(sender.evidence());
    evidence.add(
        "Failure reports tell that it calls itself %s, which nobody proved."
            .formatted(String.join(" and ", hosts)));
    return evidence;
  }

  /** What passes SPF or DKIM for domains of its own, as mail of services does. */
  private static long strangers(SourceFacts source) {
    long spf =
        source.spf().stream()
            .filter(one -> one.passed() && !one.aligned())
            .mapToLong(ReportedSpf::messages)
            .sum();
    long dkim =
        source.dkim().stream()
            .filter(one -> one.passed() && !one.aligned())
            .mapToLong(ReportedDkim::messages)
            .max()
            .orElse(0);
    return Math.max(spf, dkim);
  }
}
