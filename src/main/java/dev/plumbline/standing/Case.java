package dev.plumbline.standing;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One source as the rules see it: its facts, and what follows from them.
 *
 * @param decision what was decided about its sender, null if nothing was
 * @param proof what a test through its sender showed, null if none did
 * @param passesOn what shows that it passes on mail of others, empty if nothing does
 * @param differs that the reports differ from a reading of ours by which its mail fails; empty if
 *     they do not
 */
record Case(
    SourceFacts source,
    DomainFacts domain,
    @Nullable Decision decision,
    @Nullable Proof proof,
    Recognition recognition,
    Outlook outlook,
    Optional<Reason> passesOn,
    Optional<Reason> differs) {

  static Case of(
      SourceFacts source,
      DomainFacts domain,
      @Nullable Decision decision,
      @Nullable Service service,
      @Nullable Proof proof) {
    Recognition recognition = new Recognition(source, domain, decision, service);
    Outlook outlook = Outlook.of(source, part -> new Recognition(part, domain, decision, service));
    return new Case(
        source,
        domain,
        decision,
        proof,
        recognition,
        outlook,
        Forwarding.evidence(source, domain, recognition, decision, service),
        outlook.isNo() && outlook.since() != null
            ? new Trend(source.days()).differs(outlook.since(), outlook.reason())
            : Optional.empty());
  }

  boolean passedBefore() {
    return Shares.passedBefore(source);
  }

  boolean isMost(long messages) {
    return Shares.isMost(messages, source.messages());
  }

  boolean mostlyPassed() {
    return isMost(source.passMessages());
  }

  /** Whether its mail would fail today, by our reading and by all that reports say. */
  boolean failsToday() {
    return outlook.isNo() && differs.isEmpty();
  }

  Trend trend() {
    return new Trend(source.days());
  }

  /** Until when it passed, as a reason: in the period, or before. */
  Stream<Reason> passedUntil() {
    return trend()
        .passedUntil()
        .<Reason>map(Reason.PassedUntil::new)
        .or(
            () ->
                source.passedEarlier() ? Optional.of(new Reason.PassedEarlier()) : Optional.empty())
        .stream();
  }
}
