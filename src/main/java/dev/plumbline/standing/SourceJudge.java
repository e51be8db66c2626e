package dev.plumbline.standing;

import dev.plumbline.standing.SourceFacts.KeyNow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges one source by the rules of {@code docs/standings.md}. Same facts, same judgement. */
public final class SourceJudge {

  /**
   * The version of all rules that lead from facts to the standings of sources and senders. Raise it
   * whenever one of them answers something else for the same facts: judgements that were kept are
   * then made anew, and the history of standings tells that the rules have changed and nothing
   * else.
   */
  public static final int RULES_VERSION = 8;

  private static final List<Rule> RULES = List.of(Rule.values());

  private SourceJudge() {}

  /**
   * Judges a source of a domain.
   *
   * @param decision what was decided about its sender, null if nothing was
   * @param service the service behind it, by verified evidence; null if none is known
   * @param proof what a test through its sender showed, null if none did
   */
  public static Judgement judge(
      SourceFacts source,
      DomainFacts domain,
      @Nullable Decision decision,
      @Nullable Service service,
      @Nullable Proof proof) {
    Case one = Case.of(Unexplained.without(source), domain, decision, service, proof);
    Judgement judgement =
        RULES.stream()
            .map(rule -> rule.judge(one))
            .flatMap(Optional::stream)
            .findFirst()
            .orElseThrow(() -> new AssertionError("The last rule fits all"));
    List<Reason> reasons = new ArrayList<>(judgement.reasons());
    refused(source, judgement.standing()).ifPresent(reasons::add);
    unanswered(source).ifPresent(reasons::add);
    return new Judgement(judgement.standing(), reasons, judgement.fixed());
  }

  private static Optional<Reason> refused(SourceFacts source, Standing standing) {
    return source.refusedMessages() > 0 && standing != Standing.AUTHORIZED
        ? Optional.of(new Reason.Refused(source.refusedMessages()))
        : Optional.empty();
  }

  private static Optional<Reason> unanswered(SourceFacts source) {
    // Where there never was an answer, none is the last known.
    return source.now().spf().stream()
        .filter(SourceFacts.SpfNow::known)
        .flatMap(
            spf ->
                Optional.ofNullable(spf.unknownSince()).stream()
                    .map(since -> new Reason.Unanswered(spf.identity(), Words.utcDay(since))))
        .map(Reason.class::cast)
        .findFirst();
  }

  /**
   * Whether there is evidence that the source may be listed in SPF, such as neither a forwarder nor
   * a spoofer can have. A signature that verified is none, since it survives forwarding.
   */
  public static boolean mayBeListed(
      SourceFacts reported, DomainFacts domain, @Nullable Decision decision) {
    SourceFacts source = Unexplained.without(reported);
    Recognition recognition = new Recognition(source, domain, decision, null);
    return recognition.isOwnHost()
        || recognition.meant().isPresent()
        || source.now().listedEarlier()
        || source.spfPassMessages() > 0
        || (decision != null && decision.verdict() == Decision.Verdict.OURS);
  }

  /** Keys that its mail needs as it is sent now, and that are not there, since it changed. */
  public static List<KeyNow> missingKeys(SourceFacts source) {
    return Turn.ceased(source)
        .map(end -> Outlook.missingKeys(end.since()).toList())
        .orElseGet(() -> BrokeEarlier.missing(source));
  }

  /** Keys by which its mail passed before the period, and that are not there any more. */
  public static List<KeyNow> lostKeys(SourceFacts source) {
    return BrokeEarlier.lost(source);
  }

  /** What was reported of some sources together. */
  public static Reason reported(Collection<SourceFacts> sources) {
    return new Reason.Reported(
        sources.stream().mapToLong(SourceFacts::messages).sum(),
        sources.stream().mapToLong(SourceFacts::passMessages).sum(),
        sources.stream().mapToLong(SourceFacts::dkimPassMessages).sum(),
        sources.stream().mapToLong(SourceFacts::spfPassMessages).sum());
  }
}
