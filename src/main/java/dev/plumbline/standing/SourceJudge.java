package dev.plumbline.standing;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts.Day;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedOverride;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Judges one source by the rules of {@code docs/standings.md}. Same facts, same judgement. */
public final class SourceJudge {

  /** More than this share passing means that the source did pass before. */
  static final double PASSED_BEFORE = 0.1;

  /** Less than this share passing means that the source did fail, as a whole. */
  static final double MOSTLY_PASSED = 0.5;

  /** From this share of overridden messages on, receivers know the source as a forwarder. */
  static final double OVERRIDDEN = 0.1;

  /** From the day on which mail began to pass, this share of it does. */
  static final double TURNED = 0.9;

  /** A fix is proven by reports of this many reporters, */
  static final int PROOF_REPORTERS = 2;

  /** or by reports over this many days. */
  static final int PROOF_DAYS = 14;

  private static final Set<String> FORWARDING_REASONS =
      Set.of("forwarded", "trusted_forwarder", "mailing_list", "arc");

  private final SourceFacts source;
  private final DomainFacts domain;
  private final Recognition recognition;
  private final List<Reason> reasons = new ArrayList<>();
  private boolean fixed;

  private final @Nullable Decision decision;
  private final @Nullable Service service;

  private SourceJudge(
      SourceFacts source,
      DomainFacts domain,
      @Nullable Decision decision,
      @Nullable Service service) {
    this.source = source;
    this.domain = domain;
    this.decision = decision;
    this.service = service;
    this.recognition = new Recognition(source, domain, decision, service);
  }

  /** Judges a source of a domain, about whose sender nothing is known and nothing was decided. */
  public static Judgement judge(SourceFacts source, DomainFacts domain) {
    return judge(source, domain, null, null);
  }

  /**
   * Judges a source of a domain.
   *
   * @param decision what was decided about its sender, null if nothing was
   * @param service the service behind it, by verified evidence; null if none is known
   */
  public static Judgement judge(
      SourceFacts source,
      DomainFacts domain,
      @Nullable Decision decision,
      @Nullable Service service) {
    SourceJudge judge = new SourceJudge(source, domain, decision, service);
    Standing standing = judge.standing();
    judge.addRefused(standing);
    judge.addUnknown();
    return new Judgement(standing, judge.reasons, judge.fixed);
  }

  /** What was reported of some sources together. */
  public static Reason reported(Collection<SourceFacts> sources) {
    long messages = sources.stream().mapToLong(SourceFacts::messages).sum();
    long passed = sources.stream().mapToLong(SourceFacts::passMessages).sum();
    long dkim = sources.stream().mapToLong(SourceFacts::dkimPassMessages).sum();
    long spf = sources.stream().mapToLong(SourceFacts::spfPassMessages).sum();
    return new Reason.Reported(messages, passed, dkim, spf);
  }

  /**
   * Whether there is evidence that the source may be listed in SPF, such as neither a forwarder nor
   * a spoofer can have. A signature that verified is none, since it survives forwarding.
   */
  public static boolean mayBeListed(
      SourceFacts source, DomainFacts domain, @Nullable Decision decision) {
    Recognition recognition = new Recognition(source, domain, decision, null);
    return recognition.isOwnHost()
        || recognition.meant().isPresent()
        || source.now().listedEarlier()
        || source.spfPassMessages() > 0
        || (decision != null && decision.verdict() == Decision.Verdict.OURS);
  }

  private Standing standing() {
    Reason parked = domain.parked();
    boolean passed = source.passMessages() > PASSED_BEFORE * source.messages();
    if (parked != null && !recognition.isAtHome() && !(passed && isSignedToday())) {
      reasons.add(parked);
      return Standing.UNAUTHORIZED_USE;
    }
    if (source.passMessages() < source.messages() && isForwarder()) {
      return Standing.FORWARDER;
    }
    Outlook outlook = outlook();
    boolean foreign = decision != null && decision.verdict() == Decision.Verdict.NOT_OURS;
    if (foreign && source.passMessages() <= PASSED_BEFORE * source.messages()) {
      reasons.add(Recognition.decided(java.util.Objects.requireNonNull(decision)));
      if (outlook.passes == Answer.YES) {
        reasons.add(new Reason.WouldPassAnyway(outlook.reason));
      }
      return Standing.UNAUTHORIZED_USE;
    }
    if (source.passMessages() > PASSED_BEFORE * source.messages()) {
      return passedBefore(outlook);
    }
    if (outlook.passes == Answer.YES) {
      return fixed(outlook);
    }
    return failed(outlook);
  }

  /** Whether its mail passes today, whatever the domain says of itself. */
  private boolean isSignedToday() {
    return verifyingKey().isPresent();
  }

  private Standing passedBefore(Outlook outlook) {
    if (outlook.passes == Answer.NO) {
      reasons.add(outlook.reason);
      passedUntil().map(Reason.PassedUntil::new).ifPresent(reasons::add);
      return Standing.REGRESSED;
    }
    if (source.passMessages() < MOSTLY_PASSED * source.messages() && outlook.passes == Answer.YES) {
      return fixed(outlook);
    }
    reasons.add(outlook.reason);
    return Standing.AUTHORIZED;
  }

  private Standing fixed(Outlook outlook) {
    fixed = true;
    Optional<Reason> proof =
        outlook.since == null ? Optional.empty() : proof(outlook.since).or(this::turned);
    reasons.add(outlook.reason);
    if (proof.isPresent()) {
      reasons.add(proof.get());
      return Standing.AUTHORIZED;
    }
    reasons.add(new Reason.AwaitingReports());
    return Standing.FIXED;
  }

  /** Passing rows from after the change, from two reporters or covering a fortnight. */
  private Optional<Reason> proof(LocalDate change) {
    return proof(
        source.days().stream()
            .filter(day -> day.passMessages() > 0 && day.day().isAfter(change))
            .toList(),
        null);
  }

  /** The change may have come before the first re-check: then the reports themselves show it. */
  private Optional<Reason> turned() {
    NavigableMap<LocalDate, long[]> passing = byDay();
    LocalDate from = null;
    boolean failedBefore = false;
    long passed = 0;
    long all = 0;
    for (Map.Entry<LocalDate, long[]> day : passing.descendingMap().entrySet()) {
      if (day.getValue()[0] < MOSTLY_PASSED * day.getValue()[1]) {
        failedBefore = true;
        break;
      }
      passed += day.getValue()[0];
      all += day.getValue()[1];
      from = day.getKey();
    }
    if (from == null || !failedBefore || passed < TURNED * all) {
      return Optional.empty();
    }
    LocalDate first = from;
    return proof(
        source.days().stream()
            .filter(day -> day.passMessages() > 0 && !day.day().isBefore(first))
            .toList(),
        first);
  }

  /** The last day on which its mail passed, if from then on most of it failed. */
  private Optional<LocalDate> passedUntil() {
    long failed = 0;
    long all = 0;
    for (Map.Entry<LocalDate, long[]> day : byDay().descendingMap().entrySet()) {
      if (day.getValue()[0] >= MOSTLY_PASSED * day.getValue()[1]) {
        return all > 0 && failed >= TURNED * all ? Optional.of(day.getKey()) : Optional.empty();
      }
      failed += day.getValue()[1] - day.getValue()[0];
      all += day.getValue()[1];
    }
    return Optional.empty();
  }

  /** Messages that passed, and all, of each day with any. */
  private NavigableMap<LocalDate, long[]> byDay() {
    NavigableMap<LocalDate, long[]> days = new TreeMap<>();
    for (Day day : source.days()) {
      long[] sums = days.computeIfAbsent(day.day(), unused -> new long[2]);
      sums[0] += day.passMessages();
      sums[1] += day.messages();
    }
    return days;
  }

  private static Optional<Reason> proof(List<Day> after, @Nullable LocalDate from) {
    if (after.isEmpty()) {
      return Optional.empty();
    }
    long reporters = after.stream().mapToLong(Day::reporterId).distinct().count();
    LocalDate first = after.stream().map(Day::day).min(Comparator.naturalOrder()).orElseThrow();
    LocalDate last = after.stream().map(Day::day).max(Comparator.naturalOrder()).orElseThrow();
    long days = ChronoUnit.DAYS.between(first, last) + 1;
    return reporters >= PROOF_REPORTERS || days >= PROOF_DAYS
        ? Optional.of(
            new Reason.Proven(
                from, after.stream().mapToLong(Day::passMessages).sum(), reporters, days))
        : Optional.empty();
  }

  private Standing failed(Outlook outlook) {
    Optional<Reason> known = recognition.evidence();
    if (known.isEmpty()) {
      reasons.add(new Reason.NothingShows());
      strangerPass().ifPresent(reasons::add);
      return Standing.UNRECOGNIZED;
    }
    Optional<Reason> unaligned = unalignedPass();
    if (domain.brokenSpf() != null && (recognition.isOwnHost() || dependsOnBroken())) {
      reasons.add(new Reason.BrokenRecord(domain.domain().toString(), domain.brokenSpf()));
      reasons.add(known.get());
      return Standing.NEEDS_AUTHORIZING;
    }
    if (unaligned.isPresent()) {
      reasons.add(unaligned.get());
      reasons.add(known.get());
      return Standing.NEEDS_ALIGNMENT;
    }
    reasons.add(outlook.reason);
    reasons.add(known.get());
    return Standing.NEEDS_AUTHORIZING;
  }

  /** Whether its mail would pass by a record of the domain, were that not broken. */
  private boolean dependsOnBroken() {
    return recognition
        .meant()
        .filter(spf -> envelopeMessages(spf.identity()) >= MOSTLY_PASSED * source.messages())
        .isPresent();
  }

  // --- what today's DNS would give ---

  private enum Answer {
    YES,
    NO,
    UNKNOWN
  }

  /**
   * What most of the source's messages would get today.
   *
   * @param since the day of the change that made them pass, null if it was not seen
   */
  private record Outlook(Answer passes, Reason reason, @Nullable LocalDate since) {}

  private Outlook outlook() {
    if (source.now().checkedAt() == null) {
      return new Outlook(Answer.UNKNOWN, new Reason.NotCompared(), null);
    }
    Optional<KeyNow> key = verifyingKey();
    if (key.isPresent()) {
      KeyNow found = key.get();
      return new Outlook(
          Answer.YES,
          new Reason.KeyValid(found.domain(), found.selector()),
          Words.utcDay(found.since()));
    }
    Optional<KeyNow> late = lateKey();
    if (late.isPresent()) {
      KeyNow found = late.get();
      return new Outlook(
          Answer.YES,
          new Reason.KeyFound(found.domain(), found.selector()),
          Words.utcDay(found.since()));
    }
    long alignedMessages = 0;
    SpfNow passing = null;
    for (SpfNow spf : source.now().spf()) {
      if (spf.aligned() && spf.passes()) {
        long messages = envelopeMessages(spf.identity());
        alignedMessages += messages;
        if (messages > 0 && passing == null) {
          passing = spf;
        }
      }
    }
    if (passing != null && alignedMessages >= MOSTLY_PASSED * source.messages()) {
      return new Outlook(
          Answer.YES,
          Recognition.listed(
              passing,
              passing.earlier(),
              passing.earlier() == null ? null : Words.utcDay(passing.since())),
          Words.utcDay(passing.since()));
    }
    return notPassing();
  }

  private Outlook notPassing() {
    Optional<SpfNow> unknown =
        source.now().spf().stream()
            .filter(spf -> spf.aligned() && envelopeMessages(spf.identity()) > 0)
            .filter(spf -> !spf.known())
            .findFirst();
    boolean keyUnknown =
        alignedSignatures().stream()
            .map(this::keyOf)
            .flatMap(Optional::stream)
            .anyMatch(key -> key.state() == KeyState.UNKNOWN);
    if (unknown.isPresent() || keyUnknown) {
      return new Outlook(Answer.UNKNOWN, new Reason.NoAnswer(), null);
    }
    return new Outlook(Answer.NO, whyNot(), null);
  }

  private Reason whyNot() {
    Optional<KeyNow> lost =
        alignedSignatures().stream().map(this::keyOf).flatMap(Optional::stream).findFirst();
    if (lost.isPresent() && source.dkimPassMessages() > 0) {
      return new Reason.KeyLost(lost.get().domain(), lost.get().selector(), lost.get().detail());
    }
    Optional<SpfNow> own =
        source.now().spf().stream()
            .filter(SpfNow::aligned)
            .max(Comparator.comparingLong(spf -> envelopeMessages(spf.identity())));
    if (own.isEmpty()) {
      return new Reason.NothingWouldPass();
    }
    SpfNow spf = own.get();
    if (spf.result() == SpfResult.PERMERROR) {
      return new Reason.BrokenRecord(spf.identity(), spf.problem());
    }
    if (spf.passes()) {
      return new Reason.EnvelopeUnused(spf.identity());
    }
    return new Reason.NotListed(
        spf.identity(),
        spf.result(),
        spf.term(),
        spf.earlier() == SpfResult.PASS ? Words.utcDay(spf.since()) : null,
        source.dkimPassMessages() == 0);
  }

  private long envelopeMessages(String identity) {
    return source.spf().stream()
        .filter(spf -> spf.identity().equals(identity))
        .mapToLong(ReportedSpf::messages)
        .sum();
  }

  private List<ReportedDkim> alignedSignatures() {
    return source.dkim().stream()
        .filter(ReportedDkim::aligned)
        .sorted(Comparator.comparingLong(ReportedDkim::messages).reversed())
        .toList();
  }

  /** A valid key for signatures on most messages that pass, made by the source itself. */
  private Optional<KeyNow> verifyingKey() {
    return alignedSignatures().stream()
        .filter(ReportedDkim::passed)
        .map(this::keyOf)
        .flatMap(Optional::stream)
        .filter(key -> key.state().verifies())
        .findFirst();
  }

  /** A valid key that came after the mail that needed it: before, no signature could verify. */
  private Optional<KeyNow> lateKey() {
    return recognition.lateSignature(domain.verifiedSelectors()).stream()
        .filter(signature -> signedAs(signature) >= MOSTLY_PASSED * source.messages())
        .findFirst()
        .flatMap(this::keyOf);
  }

  /** Messages that carry a signature, whatever receivers called the trouble with its key. */
  private long signedAs(ReportedDkim signature) {
    return source.dkim().stream()
        .filter(dkim -> dkim.domain().equals(signature.domain()))
        .filter(dkim -> dkim.selector().equals(signature.selector()) || dkim.selector().isEmpty())
        .mapToLong(ReportedDkim::messages)
        .sum();
  }

  private Optional<KeyNow> keyOf(ReportedDkim signature) {
    return source.now().keys().stream().filter(key -> key.isOf(signature)).findFirst();
  }

  // --- forwarding ---

  private boolean isForwarder() {
    if (recognition.isAtHome()) {
      return false;
    }
    long overridden =
        source.overrides().stream()
            .filter(override -> isForwarding(override.types()))
            .mapToLong(ReportedOverride::messages)
            .sum();
    if (overridden > 0 && overridden >= OVERRIDDEN * source.messages()) {
      reasons.add(new Reason.CalledForwarder(overridden, source.messages()));
      return true;
    }
    List<ReportedDkim> survived =
        alignedSignatures().stream().filter(ReportedDkim::passed).toList();
    boolean passedOn =
        !survived.isEmpty()
            && source.spfPassMessages() == 0
            && survived.stream()
                .allMatch(
                    signature ->
                        signature.key().filter(domain.homeSelectors()::contains).isPresent());
    if (!passedOn && isKnownForwarder()) {
      Service known = java.util.Objects.requireNonNull(service);
      reasons.add(new Reason.KnownForwarder(known.name(), known.label()));
      return true;
    }
    if (domain.passingOn().contains(source.ip())) {
      reasons.add(new Reason.PassesServicesOn());
      return true;
    }
    if (passedOn) {
      reasons.add(new Reason.PassesOursOn());
    }
    return passedOn;
  }

  private boolean isKnownForwarder() {
    boolean ours = decision != null && decision.verdict() == Decision.Verdict.OURS;
    return service != null && service.role() == Service.Role.PASSES_ON && !ours;
  }

  private static boolean isForwarding(String types) {
    for (String type : types.split(",", -1)) {
      if (FORWARDING_REASONS.contains(type)) {
        return true;
      }
    }
    return false;
  }

  // --- alignment ---

  private Optional<Reason> unalignedPass() {
    Optional<ReportedSpf> spf =
        source.spf().stream()
            .filter(one -> !one.aligned() && one.passed())
            .max(Comparator.comparingLong(ReportedSpf::messages));
    if (spf.isPresent() && spf.get().messages() >= MOSTLY_PASSED * source.messages()) {
      return Optional.of(
          new Reason.UnalignedSpf(spf.get().identity(), domain.organizationalDomain().toString()));
    }
    Optional<ReportedDkim> dkim =
        source.dkim().stream()
            .filter(one -> !one.aligned() && one.passed())
            .max(Comparator.comparingLong(ReportedDkim::messages));
    return dkim.filter(one -> one.messages() >= MOSTLY_PASSED * source.messages())
        .map(
            one ->
                new Reason.UnalignedDkim(one.domain(), domain.organizationalDomain().toString()));
  }

  private Optional<Reason> strangerPass() {
    return source.spf().stream()
        .filter(one -> !one.aligned() && one.passed())
        .max(Comparator.comparingLong(ReportedSpf::messages))
        .map(one -> new Reason.StrangerPasses(one.identity()));
  }

  // --- closing sentences ---

  private void addRefused(Standing standing) {
    if (source.refusedMessages() > 0 && standing != Standing.AUTHORIZED) {
      reasons.add(new Reason.Refused(source.refusedMessages()));
    }
  }

  private void addUnknown() {
    source.now().spf().stream()
        .filter(spf -> spf.unknownSince() != null)
        .findFirst()
        .ifPresent(
            spf ->
                reasons.add(
                    new Reason.Unanswered(
                        spf.identity(),
                        Words.utcDay(java.util.Objects.requireNonNull(spf.unknownSince())))));
  }
}
