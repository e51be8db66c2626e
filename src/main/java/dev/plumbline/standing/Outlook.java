package dev.plumbline.standing;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What most of a source's messages would get with today's DNS. What was not asked, or not answered,
 * is not known, and never "no".
 *
 * @param since the day of the change that made them pass; where they would fail, the day since when
 *     nothing that this rests on has changed; null if not known
 */
record Outlook(Answer passes, Reason reason, @Nullable LocalDate since) {

  /** Whether they would pass. */
  enum Answer {
    YES,
    NO,
    UNKNOWN
  }

  boolean isYes() {
    return passes == Answer.YES;
  }

  boolean isNo() {
    return passes == Answer.NO;
  }

  /**
   * Of the mail as it is sent now: what was sent in another way before, or is no more, does not
   * tell what comes.
   */
  static Outlook of(SourceFacts source, Function<SourceFacts, Recognition> recognition) {
    if (source.now().checkedAt() == null) {
      return new Outlook(Answer.UNKNOWN, new Reason.NotCompared(), null);
    }
    Optional<Turn.End> ceased = Turn.ceased(source);
    if (ceased.isPresent()) {
      LocalDate day = ceased.get().day();
      SourceFacts lately = ceased.get().since();
      if (signatures(lately).anyMatch(one -> isNotAsked(lately, one))) {
        return new Outlook(Answer.UNKNOWN, new Reason.NoAnswer(), null);
      }
      Outlook now = of(lately, recognition.apply(lately), missingKey(lately, day));
      return now.isNo() ? new Outlook(Answer.NO, since(day, now.reason()), day) : now;
    }
    Outlook all = of(source, recognition.apply(source), Optional.empty());
    if (!all.isNo()) {
      return all;
    }
    return Turn.began(source)
        .map(
            began -> {
              SourceFacts lately = source.since(began);
              return of(lately, recognition.apply(lately), Optional.empty()).began(began);
            })
        .filter(Outlook::isYes)
        .orElse(all);
  }

  /** The same with the day from which on mail was sent so. */
  private Outlook began(LocalDate day) {
    LocalDate before = day.minusDays(1);
    return new Outlook(
        passes, since(day, reason), since != null && since.isBefore(before) ? before : since);
  }

  private static Outlook of(
      SourceFacts source, Recognition recognition, Optional<Reason> missingKey) {
    return signed(source)
        .or(() -> signedLate(source, recognition))
        .or(() -> listed(source))
        .or(() -> unknown(source))
        .orElseGet(
            () ->
                new Outlook(
                    Answer.NO, missingKey.orElseGet(() -> whyNot(source)), lastChange(source)));
  }

  private static boolean isNotAsked(SourceFacts source, ReportedDkim signature) {
    return !signature.selector().isEmpty()
        && source.now().key(signature).filter(key -> key.state() != KeyState.UNKNOWN).isEmpty();
  }

  private static Optional<Reason> missingKey(SourceFacts lately, LocalDate since) {
    return missingKeys(lately)
        .findFirst()
        .map(key -> new Reason.KeyMissing(key.domain(), key.selector(), key.detail(), since));
  }

  /**
   * Keys that mail as it is sent now needs, and that are not there, where there was another.
   *
   * @param lately the source since it changed
   */
  static Stream<KeyNow> missingKeys(SourceFacts lately) {
    return signatures(lately)
        .filter(signature -> !signature.passed())
        .flatMap(signature -> lately.now().key(signature).stream())
        .filter(key -> !key.state().verifies() && key.state() != KeyState.UNKNOWN)
        .distinct();
  }

  private static Reason since(LocalDate day, Reason reason) {
    return reason instanceof Reason.KeyMissing ? reason : new Reason.SentOtherwise(day, reason);
  }

  /** A signature that verified, by a key that is there. */
  private static Optional<Outlook> signed(SourceFacts source) {
    return signatures(source)
        .filter(ReportedDkim::passed)
        .flatMap(signature -> source.now().key(signature).stream())
        .filter(key -> key.state().verifies())
        .findFirst()
        .map(key -> yes(new Reason.KeyValid(key.domain(), key.selector()), key.since()));
  }

  /** A valid key that came after the mail that needed it: before, no signature could verify. */
  private static Optional<Outlook> signedLate(SourceFacts source, Recognition recognition) {
    return recognition
        .lateSignature()
        .filter(signature -> Shares.isMost(signedAs(source, signature), source.messages()))
        .flatMap(signature -> source.now().key(signature))
        .map(key -> yes(new Reason.KeyFound(key.domain(), key.selector()), key.since()));
  }

  /** Messages that carry a signature, whatever receivers called the trouble with its key. */
  static long signedAs(SourceFacts source, ReportedDkim signature) {
    return source.dkim().stream()
        .filter(dkim -> dkim.domain().equals(signature.domain()))
        .filter(dkim -> dkim.selector().equals(signature.selector()) || dkim.selector().isEmpty())
        .mapToLong(ReportedDkim::messages)
        .sum();
  }

  private static Optional<Outlook> listed(SourceFacts source) {
    List<SpfNow> passing =
        source.now().spf().stream().filter(spf -> spf.aligned() && spf.passes()).toList();
    long messages =
        passing.stream().mapToLong(spf -> source.envelopeMessages(spf.identity())).sum();
    return passing.stream()
        .filter(spf -> source.envelopeMessages(spf.identity()) > 0)
        .findFirst()
        .filter(spf -> Shares.isMost(messages, source.messages()))
        .map(
            spf ->
                yes(
                    Recognition.listed(
                        spf,
                        spf.earlier(),
                        spf.earlier() == null ? null : Words.utcDay(spf.since())),
                    spf.since()));
  }

  private static Outlook yes(Reason reason, Instant since) {
    return new Outlook(Answer.YES, reason, Words.utcDay(since));
  }

  // --- what is not known ---

  private static Optional<Outlook> unknown(SourceFacts source) {
    Optional<ReportedDkim> signature =
        signatures(source).filter(one -> isUnknown(source, one)).findFirst();
    if (signature.isPresent()) {
      boolean asked = source.now().key(signature.get()).isPresent();
      return Optional.of(
          new Outlook(
              Answer.UNKNOWN,
              asked
                  ? new Reason.NoAnswer()
                  : new Reason.KeyNotKnown(signature.get().domain(), signature.get().selector()),
              null));
    }
    return Shares.isMost(unknownEnvelopes(source), source.messages())
        ? Optional.of(new Outlook(Answer.UNKNOWN, disputed(source), null))
        : Optional.empty();
  }

  private static Reason disputed(SourceFacts source) {
    return source.now().spf().stream()
        .filter(spf -> spf.aligned() && source.envelopeMessages(spf.identity()) > 0)
        .flatMap(spf -> dispute(spf).stream())
        .findFirst()
        .orElseGet(Reason.NoAnswer::new);
  }

  private static Optional<Reason> dispute(SpfNow spf) {
    if (spf.isDisputed()) {
      return Optional.of(new Reason.LimitDiffers(spf.identity(), String.valueOf(spf.problem())));
    }
    return spf.hangsOnMore() ? Optional.of(new Reason.NotTold(spf.identity())) : Optional.empty();
  }

  /** Whether nothing is known of the key of a signature that might verify. */
  private static boolean isUnknown(SourceFacts source, ReportedDkim signature) {
    if (!signature.selector().isEmpty()) {
      return source
          .now()
          .key(signature)
          .map(key -> key.state() == KeyState.UNKNOWN)
          .orElse(signature.passed());
    }
    // Others tell the selector of the same signer: those keys are looked at.
    return signature.passed()
        && signatures(source)
            .noneMatch(
                one ->
                    one.passed()
                        && !one.selector().isEmpty()
                        && one.domain().equals(signature.domain()));
  }

  /** Messages whose envelope domain passes, or might: nobody asked, or DNS gave no answer. */
  private static long unknownEnvelopes(SourceFacts source) {
    long unknown =
        source.spf().stream()
            .filter(spf -> mightPass(source, spf))
            .mapToLong(ReportedSpf::messages)
            .sum();
    if (unknown == 0) {
      return 0;
    }
    return unknown
        + source.spf().stream()
            .filter(
                spf ->
                    source.now().spf(spf.identity()).filter(SpfNow::aligned).stream()
                        .anyMatch(SpfNow::passes))
            .mapToLong(ReportedSpf::messages)
            .sum();
  }

  private static boolean mightPass(SourceFacts source, ReportedSpf spf) {
    return source
        .now()
        .spf(spf.identity())
        .map(now -> now.aligned() && (!now.known() || (now.isDisputed() && spf.passed())))
        .orElse(spf.aligned());
  }

  // --- why it would fail ---

  private static Reason whyNot(SourceFacts source) {
    Optional<KeyNow> lost =
        signatures(source).flatMap(one -> source.now().key(one).stream()).findFirst();
    if (lost.isPresent() && source.dkimPassMessages() > 0) {
      return new Reason.KeyLost(lost.get().domain(), lost.get().selector(), lost.get().detail());
    }
    Optional<SpfNow> own =
        source.now().spf().stream()
            .filter(SpfNow::aligned)
            .max(Comparator.comparingLong(spf -> source.envelopeMessages(spf.identity())));
    if (own.isEmpty()) {
      return new Reason.NothingWouldPass();
    }
    return notPassing(source, own.get());
  }

  /** Why the record of an envelope domain is of no use to it. */
  static Reason notPassing(SourceFacts source, SpfNow spf) {
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

  /** The day since when no record changed by which its mail might pass. */
  private static @Nullable LocalDate lastChange(SourceFacts source) {
    return Stream.concat(
            source.now().spf().stream().filter(SpfNow::aligned).map(SpfNow::since),
            signatures(source).flatMap(one -> source.now().key(one).stream()).map(KeyNow::since))
        .max(Comparator.naturalOrder())
        .map(Words::utcDay)
        .orElse(null);
  }

  private static Stream<ReportedDkim> signatures(SourceFacts source) {
    return source.dkim().stream()
        .filter(ReportedDkim::aligned)
        .sorted(Comparator.comparingLong(ReportedDkim::messages).reversed());
  }
}
