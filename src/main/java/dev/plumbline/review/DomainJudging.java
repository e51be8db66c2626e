package dev.plumbline.review;

import dev.plumbline.standing.Days;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.DomainRecords;
import dev.plumbline.standing.Proof;
import dev.plumbline.standing.Reason;
import dev.plumbline.store.judgement.Cause;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.JudgingQueue.Wish;
import dev.plumbline.store.judgement.SourceRows.Signer;
import dev.plumbline.store.judgement.StandingChange.What;
import dev.plumbline.store.judgement.Summaries.Change;
import dev.plumbline.store.judgement.Summaries.Last;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.DomainTotals;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One judging of one domain, in one transaction. Only the sources are judged of which something may
 * have changed, and then those whose judgement rests on what these share with them.
 */
final class DomainJudging {

  /**
   * What sources share depends on names, and these on what sources share: after so many it is all.
   */
  private static final int MOST_ROUNDS = 5;

  /** Of so many it is quicker to add up the mail of all. */
  private static final int MANY_SENDERS = 200;

  private final Workshop workshop;
  private final DomainInfo domain;
  private final Days window;
  private final Instant at;
  private final int rulesVersion;
  private final String catalogue;

  private final Optional<Last> last;
  private final Map<String, Decision> decided;
  private final Map<String, Proof> proofs;
  private final DomainRecords records;
  private final Causes causes;
  private final List<Wish> wishes;
  private final SourcePass sources;
  private final SharedFacts sharing;

  DomainJudging(
      Workshop workshop,
      DomainInfo domain,
      Days window,
      Instant at,
      int rulesVersion,
      String catalogue,
      int atOnce) {
    this.workshop = workshop;
    this.domain = domain;
    this.window = window;
    this.at = at;
    this.rulesVersion = rulesVersion;
    this.catalogue = catalogue;
    this.wishes = workshop.queue.take(domain.id());
    this.last = workshop.summaries.last(domain.id(), domain.name());
    this.decided = workshop.decisions.current(domain.id());
    this.proofs = workshop.tests.proofs(domain.id());
    this.records = SharedFacts.records(workshop, domain);
    this.causes = new Causes(wishes);
    this.sources =
        new SourcePass(workshop, domain, records, decided, proofs, window, at, atOnce, causes);
    this.sharing =
        new SharedFacts(workshop, domain, records, decided.get(Decision.WHOLE_DOMAIN), lastDay());
  }

  private LocalDate lastDay() {
    return workshop
        .traffic
        .newestDay(domain.id())
        .filter(day -> day.isBefore(window.to()))
        .orElse(window.to());
  }

  /** Judges, and keeps what changed. */
  void run() {
    String organizational = records.organizationalDomain().toString();
    Shared before = last.map(known -> shared(known.shared())).orElse(null);
    Shared start =
        sharing.none(
            domain.adkim().wire() + " " + domain.aspf().wire(),
            workshop.records.keys(domain.id(), organizational),
            workshop.records.records(domain.id()));
    boolean all = isAll(before, start);
    Shared now;
    if (all || before == null) {
      now = settle(start, before == null ? start : with(start, before), true);
    } else {
      touch(before, start);
      now = settle(start, with(start, before), false);
    }
    refreshDays();
    refreshSimulated(all);
    DomainTotals totals = workshop.traffic.totals(domain.id(), window.from(), window.to());
    SenderPass senders =
        new SenderPass(
            workshop, domain.id(), window, at, causes, last.isEmpty(), totals.messages());
    causes.look(workshop.senders.rare(domain.id(), window.from()));
    List<Change> changes = new ArrayList<>(all ? senders.all() : senders.some(causes.senders()));
    DomainSummary summary =
        new SummaryPass(workshop, domain, records, decided, window, now)
            .summary(totals, rulesVersion, at);
    changes.addAll(0, ofDomain(summary));
    keep(summary, now);
    workshop.summaries.add(domain.id(), at, changes);
  }

  /** Traffic by day and sender follows from who is behind each source now. */
  private void refreshDays() {
    boolean everyDay =
        last.isEmpty() || wishes.stream().anyMatch(wish -> wish.again() && wish.days().isEmpty());
    Set<LocalDate> days = new TreeSet<>();
    if (everyDay) {
      days.addAll(workshop.summaries.reportDays(domain.id()));
    }
    wishes.forEach(wish -> days.addAll(wish.days()));
    // Reports that were ahead of their time.
    last.ifPresent(
        known ->
            known
                .summary()
                .to()
                .plusDays(1)
                .datesUntil(later(known.summary().to(), window.to()).plusDays(1))
                .forEach(days::add));
    // Where every day is added up anew, those of single senders are among them.
    workshop.senders.refreshDays(domain.id(), days, everyDay ? Set.of() : sources.handed());
  }

  private void refreshSimulated(boolean all) {
    if (all || slid() || sources.lookedAt().size() > MANY_SENDERS) {
      workshop.simulated.refresh(domain.id(), window.from(), window.to());
    } else {
      workshop.simulated.refresh(domain.id(), window.from(), window.to(), sources.lookedAt());
    }
  }

  /** Whether the window is another than that of before. */
  private boolean slid() {
    return last.map(known -> !Window.endingAt(known.summary().to()).equals(window)).orElse(true);
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  private Shared shared(String json) {
    return Shared.of(json, workshop.sources.passingOn(domain.id()));
  }

  /** What the domain says now, with what its sources shared before. */
  private static Shared with(Shared start, Shared before) {
    return start.with(before.facts(), before.shown());
  }

  /** Whether everything is to be judged again, and why. */
  private boolean isAll(@Nullable Shared before, Shared start) {
    boolean all = false;
    if (last.isEmpty()) {
      causes.add(Cause.FIRST);
      all = true;
    } else {
      if (last.get().summary().rulesVersion() != rulesVersion) {
        causes.add(Cause.RULES);
        all = true;
      }
      if (!last.get().catalogue().equals(catalogue)) {
        causes.add(Cause.CATALOGUE);
        all = true;
      }
    }
    for (Wish wish : wishes) {
      if (wish.again()) {
        causes.add(wish.cause());
        all = true;
      }
    }
    if (before != null) {
      tellRecords(before.records(), start.records());
      if (!before.alignment().equals(start.alignment())
          || !before.facts().organizationalDomain().equals(start.facts().organizationalDomain())) {
        causes.add(Cause.RECHECK);
        all = true;
      }
    }
    return all;
  }

  private void tellRecords(Map<String, String> before, Map<String, String> now) {
    TreeSet<String> changed = new TreeSet<>();
    now.forEach(
        (record, since) -> {
          if (!since.equals(before.get(record))) {
            changed.add(record);
          }
        });
    if (!changed.isEmpty()) {
      causes.tellRecords(String.join(", ", changed.stream().limit(5).toList()));
    }
  }

  /** Finds the sources of which something may have changed. */
  private void touch(Shared before, Shared start) {
    Set<LocalDate> days = new TreeSet<>();
    List<Long> reports = new ArrayList<>();
    for (Wish wish : wishes) {
      switch (wish.cause()) {
        case REPORTS -> {
          days.addAll(wish.days());
          reports.addAll(wish.reports());
        }
        case REMOVED_REPORTS, FAILURE_REPORTS -> causes.add(wish.cause(), wish.sources());
        case DECISION -> decision(wish.senderKey() == null ? "" : wish.senderKey());
        case TEST -> ofSender(Cause.TEST, wish.senderKey() == null ? "" : wish.senderKey());
        default -> {}
      }
    }
    if (!reports.isEmpty()) {
      causes.add(Cause.REPORTS, workshop.queue.sources(domain.id(), days, reports));
    }
    boolean slid = slid();
    // Once a day in any case, whoever wrote it.
    if (slid || wishes.stream().anyMatch(wish -> wish.cause() == Cause.RECHECK)) {
      causes.add(Cause.RECHECK, workshop.sources.checkedSince(domain.id()));
    }
    if (!before.keys().equals(start.keys())) {
      causes.add(
          Cause.RECHECK,
          SharedFacts.signingWith(
              workshop.sources.signers(domain.id()), before.keys(), start.keys()));
      // No report tells yet that they sign with the key of a test.
      workshop.tests.proven(domain.id()).forEach(sender -> ofSender(Cause.RECHECK, sender));
    }
    if (slid) {
      Days old = Window.endingAt(last.orElseThrow().summary().to());
      slid(old.from(), window.from(), 0);
      slid(old.to(), window.to(), 1);
    }
  }

  private void decision(String senderKey) {
    if (senderKey.equals(Decision.WHOLE_DOMAIN)) {
      causes.add(Cause.DECISION);
    } else {
      ofSender(Cause.DECISION, senderKey);
    }
  }

  private void ofSender(Cause cause, String senderKey) {
    causes.add(cause, workshop.sources.ofSender(domain.id(), senderKey));
    causes.look(List.of(senderKey));
  }

  /** Sources with rows on days that an end of the window passed. */
  private void slid(LocalDate one, LocalDate other, int shift) {
    LocalDate from = (one.isBefore(other) ? one : other).plusDays(shift);
    LocalDate to = (one.isBefore(other) ? other : one).plusDays(shift - 1L);
    if (!from.isAfter(to)) {
      List<InetAddress> passed = workshop.facts.seenBetween(domain.id(), from, to);
      causes.add(Cause.DAY, passed);
      // A source reads as before, of its own days; its sender counts it no more, or again.
      causes.look(workshop.sources.senders(domain.id(), passed));
    }
  }

  /** Judges until nothing changes any more that sources share. */
  private Shared settle(Shared start, Shared before, boolean all) {
    Shared shared = before;
    if (all) {
      sources.all(shared);
    } else {
      sources.some(causes.sources(), shared);
    }
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<Signer> signers = workshop.sources.signers(domain.id());
      Shared now = sharing.now(start, signers);
      if (now.facts().equals(shared.facts()) && now.shown().equals(shared.shown())) {
        return now;
      }
      if (SharedFacts.concernsAll(now, shared)) {
        causes.add(mostTelling());
        sources.all(now);
      } else {
        sources.some(sharing.concerned(now, shared, signers), now);
      }
      shared = now;
    }
    return shared;
  }

  private Cause mostTelling() {
    return wishes.stream().map(Wish::cause).min(Cause::compareTo).orElse(Cause.DAY);
  }

  // --- the domain as a whole ---

  private void keep(DomainSummary summary, Shared now) {
    if (last.isPresent()) {
      Last known = last.get();
      boolean same =
          sameBut(known.summary(), summary)
              && known.catalogue().equals(catalogue)
              && shared(known.shared()).equals(now);
      if (same) {
        return;
      }
    }
    workshop.summaries.save(summary, catalogue, now.json());
  }

  /** The same but for when it was found. */
  private static boolean sameBut(DomainSummary before, DomainSummary now) {
    return before.equals(now.judgedAt(before.judgedAt()));
  }

  private List<Change> ofDomain(DomainSummary now) {
    List<Change> changes = new ArrayList<>();
    if (last.isEmpty()) {
      changes.add(change(What.FIRST_JUDGED, null, String.valueOf(rulesVersion)));
      return changes;
    }
    DomainSummary before = last.get().summary();
    add(changes, What.RULES, "" + before.rulesVersion(), "" + now.rulesVersion());
    add(changes, What.POLICY, before.policy(), now.policy());
    add(changes, What.FINDINGS, codes(before.findings()), codes(now.findings()));
    add(changes, What.READY, safe(before), safe(now));
    add(changes, What.REPORTS, text(before.silentSince()), text(now.silentSince()));
    return changes;
  }

  private void add(List<Change> changes, What what, @Nullable String was, @Nullable String became) {
    if (!Objects.equals(was, became)) {
      changes.add(change(what, was, became));
    }
  }

  private Change change(What what, @Nullable String was, @Nullable String became) {
    return new Change(Decision.WHOLE_DOMAIN, "", what, was, became, causes.ofDomain());
  }

  private static @Nullable String text(@Nullable LocalDate day) {
    return day == null ? null : day.toString();
  }

  private static @Nullable String codes(List<Reason> findings) {
    return findings.isEmpty()
        ? null
        : String.join(" ", findings.stream().map(Reason::code).toList());
  }

  private static String safe(DomainSummary summary) {
    return summary.ready().reject().ready()
        ? "reject"
        : summary.ready().quarantine().ready() ? "quarantine" : "none";
  }
}
