package dev.plumbline.standing;

import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The rules of {@code docs/standings.md}, in its order: the first that fits decides. */
enum Rule {
  /** The domain sends nothing, and this is not of its own infrastructure. */
  PARKED(Rule::parked),
  /** It passes mail on, part of which fails. */
  PASSES_ON(Rule::passesOn),
  /** Somebody said that it is not theirs. */
  NOT_OURS(Rule::notOurs),
  /** Reports say that it passes what is published, and our reading says that it does not. */
  REPORTS_DIFFER(Rule::reportsDiffer),
  /** A test showed that its mail passes now, which nothing else does yet. */
  TESTED(Rule::tested),
  /** Some of its mail passed. */
  PASSED_BEFORE(Rule::passedBefore),
  /** Its mail failed and would pass now. */
  PASSES_NOW(Rule::passesNow),
  /** It passed so long ago that the period hardly shows it, by what is not there any more. */
  BROKE_EARLIER(Rule::brokeEarlier),
  /** Nothing shows whose it is. */
  STRANGER(Rule::stranger),
  /** It would pass if the domain's SPF record were not broken. */
  BROKEN_RECORD(Rule::brokenRecord),
  /** It passes for another domain. */
  UNALIGNED(Rule::unaligned),
  /** All others. */
  UNAUTHORIZED(Rule::unauthorized);

  @SuppressWarnings("ImmutableEnumChecker") // A reference to a static method.
  private final Function<Case, Optional<Judgement>> judge;

  Rule(Function<Case, Optional<Judgement>> judge) {
    this.judge = judge;
  }

  /** The judgement by this rule; empty if it does not fit. */
  Optional<Judgement> judge(Case one) {
    return judge.apply(one);
  }

  private static Optional<Judgement> parked(Case one) {
    Reason parked = one.domain().parked();
    // Whoever signs with a key that is published is not anybody.
    boolean passes = one.passedBefore() && !one.failsToday();
    return parked == null || passes || one.recognition().isAtHome()
        ? Optional.empty()
        : judged(Standing.UNAUTHORIZED_USE, parked);
  }

  private static Optional<Judgement> passesOn(Case one) {
    return one.passesOn()
        .filter(unused -> one.source().passMessages() < one.source().messages())
        .flatMap(reason -> judged(Standing.FORWARDER, reason));
  }

  private static Optional<Judgement> notOurs(Case one) {
    Decision decision = one.decision();
    if (decision == null || decision.verdict() != Decision.Verdict.NOT_OURS || one.passedBefore()) {
      return Optional.empty();
    }
    Reason decided = Recognition.decided(decision);
    return one.outlook().isYes()
        ? judged(
            Standing.UNAUTHORIZED_USE, decided, new Reason.WouldPassAnyway(one.outlook().reason()))
        : judged(Standing.UNAUTHORIZED_USE, decided);
  }

  private static Optional<Judgement> reportsDiffer(Case one) {
    return one.differs().flatMap(difference -> judged(Standing.AUTHORIZED, difference));
  }

  private static Optional<Judgement> tested(Case one) {
    Proof proof = one.proof();
    boolean settled = one.outlook().isYes() || (one.passedBefore() && !one.failsToday());
    return proof == null || settled || !proof.isAbout(one.source())
        ? Optional.empty()
        : Optional.of(
            new Judgement(
                Standing.FIXED, List.of(proof.reason(), new Reason.AwaitingReports()), true));
  }

  private static Optional<Judgement> passedBefore(Case one) {
    if (!one.passedBefore()) {
      return Optional.empty();
    }
    if (one.failsToday() && Turn.losesNothing(one.source())) {
      return Optional.empty();
    }
    if (one.failsToday()) {
      return judged(
          Standing.REGRESSED,
          Stream.concat(Stream.of(one.outlook().reason()), one.passedUntil()).toList());
    }
    return one.outlook().isYes() && !one.mostlyPassed()
        ? Optional.of(fixed(one))
        : Optional.of(authorized(one));
  }

  /** An outage that is over is told, and counts no more. */
  private static Judgement authorized(Case one) {
    Optional<Reason> outage = one.outlook().isYes() ? Outages.of(one.source()) : Optional.empty();
    List<Reason> reasons = new ArrayList<>();
    reasons.add(one.outlook().reason());
    outage.ifPresent(reasons::add);
    return new Judgement(Standing.AUTHORIZED, reasons, outage.isPresent());
  }

  private static Optional<Judgement> passesNow(Case one) {
    return one.outlook().isYes() ? Optional.of(fixed(one)) : Optional.empty();
  }

  private static Optional<Judgement> brokeEarlier(Case one) {
    return one.failsToday() && !one.passedBefore()
        ? BrokeEarlier.reason(one.source(), one.recognition().isAtHome())
            .flatMap(
                broke ->
                    judged(
                        Standing.REGRESSED,
                        Stream.concat(Stream.of(broke), one.passedUntil()).toList()))
        : Optional.empty();
  }

  /** Fixed until reports show it. */
  private static Judgement fixed(Case one) {
    Trend trend = one.trend();
    Optional<LocalDate> since = Optional.ofNullable(one.outlook().since());
    Optional<Reason> proof = since.flatMap(day -> trend.provenSince(day).or(trend::turned));
    return new Judgement(
        proof.isPresent() ? Standing.AUTHORIZED : Standing.FIXED,
        List.of(one.outlook().reason(), proof.orElseGet(Reason.AwaitingReports::new)),
        since.filter(trend::failsSince).isEmpty() || Turn.began(one.source()).isPresent());
  }

  private static Optional<Judgement> stranger(Case one) {
    if (one.recognition().evidence().isPresent()) {
      return Optional.empty();
    }
    List<Reason> reasons = new ArrayList<>();
    reasons.add(
        Forwarding.isLookedAt(one.source())
            ? new Reason.NothingShows()
            : new Reason.NothingShowsYet());
    largest(unaligned(one.source()).filter(ReportedSpf::passed))
        .ifPresent(spf -> reasons.add(new Reason.StrangerPasses(spf.identity())));
    return judged(Standing.UNRECOGNIZED, reasons);
  }

  private static Optional<Judgement> brokenRecord(Case one) {
    String problem = one.domain().brokenSpf();
    boolean depends =
        one.recognition().isOwnHost()
            || one.recognition()
                .meant()
                .filter(spf -> one.isMost(one.source().envelopeMessages(spf.identity())))
                .isPresent();
    return problem != null && depends
        ? judged(
            Standing.NEEDS_AUTHORIZING,
            new Reason.BrokenRecord(one.domain().domain().toString(), problem),
            known(one))
        : Optional.empty();
  }

  private static Optional<Judgement> unaligned(Case one) {
    return unalignedPass(one)
        .flatMap(reason -> judged(Standing.NEEDS_ALIGNMENT, reason, known(one)));
  }

  private static Optional<Reason> unalignedPass(Case one) {
    String ours = one.domain().organizationalDomain().toString();
    Optional<Reason> spf =
        largest(unaligned(one.source()).filter(ReportedSpf::passed))
            .filter(passed -> one.isMost(passed.messages()))
            .map(passed -> new Reason.UnalignedSpf(passed.identity(), ours));
    return spf.or(
        () ->
            one.source().dkim().stream()
                .filter(dkim -> !dkim.aligned() && dkim.passed())
                .max(Comparator.comparingLong(ReportedDkim::messages))
                .filter(passed -> one.isMost(passed.messages()))
                // What uses our envelope domain would pass if that listed it.
                .filter(unused -> !one.isMost(alignedEnvelopes(one.source())))
                .map(passed -> new Reason.UnalignedDkim(passed.domain(), ours)));
  }

  private static long alignedEnvelopes(SourceFacts source) {
    return source.spf().stream()
        .filter(spf -> spf.aligned() && !spf.scope().equals("helo"))
        .mapToLong(ReportedSpf::messages)
        .sum();
  }

  private static Stream<ReportedSpf> unaligned(SourceFacts source) {
    return source.spf().stream().filter(spf -> !spf.aligned());
  }

  private static Optional<ReportedSpf> largest(Stream<ReportedSpf> identities) {
    return identities.max(Comparator.comparingLong(ReportedSpf::messages));
  }

  private static Optional<Judgement> unauthorized(Case one) {
    return judged(Standing.NEEDS_AUTHORIZING, one.outlook().reason(), known(one));
  }

  /** What shows that it is ours; without that, an earlier rule fits. */
  private static Reason known(Case one) {
    return one.recognition().evidence().orElseThrow();
  }

  private static Optional<Judgement> judged(Standing standing, Reason... reasons) {
    return judged(standing, List.of(reasons));
  }

  private static Optional<Judgement> judged(Standing standing, List<Reason> reasons) {
    return Optional.of(new Judgement(standing, reasons));
  }
}
