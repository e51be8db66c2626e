package dev.plumbline.review;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Days;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Decision.Verdict;
import dev.plumbline.standing.DomainRecords;
import dev.plumbline.standing.Readiness;
import dev.plumbline.standing.Readiness.Answer;
import dev.plumbline.standing.Readiness.Evidence;
import dev.plumbline.standing.Readiness.Sender;
import dev.plumbline.standing.Reason;
import dev.plumbline.standing.Rhythm;
import dev.plumbline.standing.RolloutPlan;
import dev.plumbline.standing.Simulator;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.judgement.DomainState;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.DomainSummary.Ready;
import dev.plumbline.store.judgement.NextStep;
import dev.plumbline.store.judgement.SummaryQueries.Part;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.DomainTotals;
import dev.plumbline.store.traffic.SimulationQueries.Cover;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sums up a domain from the standings of its senders, as they are kept. */
final class SummaryPass {

  /** Mail that was refused longer ago is not lost now. */
  private static final int DAYS_OF_LOSS = 7;

  /** Reports of the last days may still be under way. */
  private static final int LATE = 3;

  private final Workshop workshop;
  private final DomainInfo domain;
  private final DomainRecords records;
  private final Map<String, Decision> decided;
  private final Days window;
  private final Shared shared;

  SummaryPass(
      Workshop workshop,
      DomainInfo domain,
      DomainRecords records,
      Map<String, Decision> decided,
      Days window,
      Shared shared) {
    this.workshop = workshop;
    this.domain = domain;
    this.records = records;
    this.decided = decided;
    this.window = window;
    this.shared = shared;
  }

  DomainSummary summary(DomainTotals totals, int rulesVersion, Instant at) {
    Ready ready = ready(totals.messages());
    Map<Standing, Integer> standings = workshop.summaryQueries.standings(domain.id());
    List<LocalDate> days = reportDays();
    LocalDate last = days.isEmpty() ? null : days.get(0);
    boolean silent = Silence.isSilent(days, window.to());
    List<Reason> findings = records.findings(shared.facts().brokenSpf());
    int toDecide = deciding(ready.reject());
    return new DomainSummary(
        domain.id(),
        domain.name(),
        at,
        rulesVersion,
        window.from(),
        window.to(),
        last,
        silent ? last : null,
        Standing.OPEN.stream().mapToInt(standing -> standings.getOrDefault(standing, 0)).sum(),
        toDecide,
        standings.getOrDefault(Standing.FIXED, 0),
        totals.messages(),
        totals.passMessages(),
        ready.evidence().legitimate(),
        ready.evidence().failing(),
        workshop.summaries.losing(
            domain.id(), window.to().minusDays(DAYS_OF_LOSS - 1L), window.to()),
        inForce(),
        standings,
        findings,
        nextStep(findings, silent, ready),
        ready,
        null);
  }

  private List<LocalDate> reportDays() {
    LocalDate last =
        workshop
            .traffic
            .newestDay(domain.id())
            .filter(day -> !day.isAfter(window.to()))
            .orElse(window.to());
    return workshop.summaries.reportDays(
        domain.id(), last.minusDays(SharedFacts.DAYS), window.to());
  }

  private static int deciding(Answer answer) {
    return (int)
        answer.blockers().stream()
            .filter(blocker -> blocker.kind() == Readiness.Kind.DECIDE)
            .count();
  }

  private @Nullable String inForce() {
    if (domain.dmarcRecord() == null) {
      return null;
    }
    return Policies.inForce(domain);
  }

  /**
   * In the order of {@link DomainState}, so that a list by what domains need says the same. What
   * was wrong when the last report came in is wrong still, and can be mended without another one.
   */
  private NextStep nextStep(List<Reason> findings, boolean silent, Ready ready) {
    if (!findings.isEmpty()) {
      return NextStep.of(NextStep.Kind.MEND_RECORDS);
    }
    Optional<Part> open = workshop.summaryQueries.mostPressing(domain.id());
    if (open.isPresent()) {
      return new NextStep(
          hasRecords(open.get().key()) ? NextStep.Kind.PUBLISH_RECORDS : NextStep.Kind.FIX_SENDER,
          open.get().key(),
          open.get().name(),
          null,
          null);
    }
    Optional<Readiness.Blocker> decide =
        ready.reject().blockers().stream()
            .filter(blocker -> blocker.kind() == Readiness.Kind.DECIDE)
            .findFirst();
    if (decide.isPresent()) {
      String key = decide.get().sender();
      String name =
          workshop.senders.known(domain.id(), List.of(key)).values().stream()
              .map(one -> one.name())
              .findFirst()
              .orElse(key);
      return new NextStep(NextStep.Kind.DECIDE, key, name, null, null);
    }
    if (silent) {
      return NextStep.of(NextStep.Kind.FIND_REPORTS);
    }
    if (!domain.isKnown()) {
      // Until no day: by that it is known for not known.
      return NextStep.of(NextStep.Kind.WAIT);
    }
    if (ready.plan().steps().isEmpty()) {
      return NextStep.of(NextStep.Kind.NOTHING);
    }
    RolloutPlan.Step step = ready.plan().steps().get(0);
    return step.ready()
        ? new NextStep(NextStep.Kind.PUBLISH_POLICY, "", "", step.policy(), null)
        : new NextStep(NextStep.Kind.WAIT, "", "", step.policy(), step.earliest());
  }

  private boolean hasRecords(String sender) {
    return workshop
        .remedies
        .plan(domain.id())
        .filter(kept -> !kept.plan().of(sender).isEmpty())
        .isPresent();
  }

  // --- when a stricter policy is safe ---

  private Ready ready(long messages) {
    List<Sender> senders = present();
    Cover cover =
        workshop.simulations.cover(
            domain.id(), window.from().minusDays(LATE), window.from(), window.to());
    Evidence evidence =
        Readiness.evidence(
                window.from(),
                window.to(),
                Math.min(cover.days(), Window.DAYS),
                cover.reporters(),
                senders)
            .among(messages);
    List<Sender> absent = absent(evidence);
    List<Simulator.Known> traffic =
        workshop.simulated.byResult(domain.id(), shared.facts().domain());
    boolean parked = shared.facts().isParked();
    Answer quarantine =
        Readiness.answer(evidence, senders, absent, losses("quarantine", traffic), parked);
    Answer reject = Readiness.answer(evidence, senders, absent, losses("reject", traffic), parked);
    return new Ready(evidence, quarantine, reject, plan(evidence, quarantine, reject), parked);
  }

  private RolloutPlan plan(Evidence evidence, Answer quarantine, Answer reject) {
    // What is not known is not to be advised on.
    return !domain.isKnown()
        ? new RolloutPlan(List.of())
        : Simulations.plan(domain, evidence, quarantine, reject, window.to());
  }

  private Simulator.Outcome losses(String policy, List<Simulator.Known> traffic) {
    return Policies.losses(domain, policy, shared.facts().organizationalDomain(), traffic);
  }

  /**
   * Senders seen in the window; those that do not matter one by one are one that does not block.
   */
  private List<Sender> present() {
    long all = workshop.summaryQueries.messages(domain.id(), window.from());
    long least = (long) Math.ceil(Readiness.BLOCKS * all);
    List<Part> parts = workshop.summaryQueries.present(domain.id(), window.from(), least);
    Map<String, Rhythm> rhythms =
        rhythms(parts.stream().filter(part -> part.standing() == Standing.FIXED).toList());
    List<Sender> senders = new ArrayList<>();
    long told = 0;
    for (Part part : parts) {
      senders.add(sender(part, part.name(), rhythms.get(part.key())));
      told += part.messages();
    }
    if (told < all) {
      senders.add(
          new Sender("", "", Standing.UNAUTHORIZED_USE, all - told, 0, 0, true, false, null));
    }
    return senders;
  }

  /** Sources that may come back, by sender, with the standing they had. */
  private List<Sender> absent(Evidence evidence) {
    List<Part> parts =
        workshop
            .summaryQueries
            .absent(domain.id(), window.from(), window.from().minusDays(Simulations.DAYS_BEFORE))
            .stream()
            .filter(part -> part.messages() >= Readiness.BLOCKS * evidence.messages())
            .toList();
    Map<String, Rhythm> rhythms = rhythms(parts);
    return parts.stream()
        .map(
            part ->
                sender(
                    part,
                    part.sources() == part.of()
                        ? part.name()
                        : part.sources() == 1
                            ? IpAddresses.toText(part.ip()) + " of " + part.name()
                            : part.sources() + " sources of " + part.name(),
                    rhythms.get(part.key())))
        .toList();
  }

  private Map<String, Rhythm> rhythms(List<Part> parts) {
    if (parts.isEmpty()) {
      return Map.of();
    }
    Map<String, Rhythm> rhythms = new HashMap<>();
    workshop
        .senders
        .activeDays(
            domain.id(),
            parts.stream().map(Part::key).distinct().toList(),
            window.to().minusDays(Silence.DAYS_OF_RHYTHM),
            window.to())
        .forEach((key, days) -> Rhythm.of(days).ifPresent(rhythm -> rhythms.put(key, rhythm)));
    return rhythms;
  }

  private Sender sender(Part part, String name, @Nullable Rhythm rhythm) {
    Decision decision = decided.get(part.key());
    return new Sender(
        part.key(),
        name,
        part.standing(),
        part.messages(),
        part.passed(),
        part.mended(),
        decision != null && decision.verdict() != Verdict.UNDECIDED,
        2 * part.strangers() >= part.messages(),
        rhythm);
  }
}
