package dev.plumbline.review;

import dev.plumbline.standing.Decision;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.standing.remedy.RemedyAdvice;
import dev.plumbline.store.judgement.Decisions.Recorded;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.JudgementQueries;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.judgement.SourceStanding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A domain as it was judged last, with all its senders.
 *
 * @param senders those that still write and are most pressing first
 */
public record KeptDomain(DomainSummary summary, List<KeptSender> senders) {

  public KeptDomain {
    senders = List.copyOf(senders);
  }

  /** The same with those senders alone whose keys are wanted. */
  public KeptDomain of(Predicate<String> keys) {
    return new KeptDomain(
        summary, senders.stream().filter(one -> keys.test(one.standing().sender().key())).toList());
  }

  /**
   * The same with the most pressing senders alone.
   *
   * @param most how many; null for all
   */
  public KeptDomain first(@Nullable Integer most) {
    return most == null || most >= senders.size()
        ? this
        : new KeptDomain(summary, senders.subList(0, most));
  }

  /**
   * One of its senders.
   *
   * @param sources by messages; empty if they were not asked for
   * @param decision what counts of what was decided about it, null if nobody did
   * @param remedy what to do about it, null if it was not looked for yet
   */
  public record KeptSender(
      SenderStanding standing,
      List<SourceStanding> sources,
      @Nullable Decision decision,
      @Nullable Remedy remedy) {

    public KeptSender {
      sources = List.copyOf(sources);
    }
  }

  /** Reads all of it, the sources only if they are wanted. */
  public static KeptDomain read(JudgementQueries kept, DomainSummary summary, boolean withSources) {
    long domain = summary.domainId();
    Map<String, List<SourceStanding>> sources =
        withSources
            ? kept.sources(domain).stream()
                .collect(Collectors.groupingBy(source -> source.sender().key()))
            : Map.of();
    Map<String, Decision> decisions = new HashMap<>();
    for (Recorded one : kept.decisions(domain)) {
      decisions.putIfAbsent(one.senderKey(), one.decision());
    }
    Map<String, Remedy> remedies = kept.remedies(domain);
    return new KeptDomain(
        summary,
        kept.senders(domain).stream()
            .map(
                sender ->
                    new KeptSender(
                        sender,
                        sources.getOrDefault(sender.sender().key(), List.of()),
                        decisions.get(sender.sender().key()),
                        RemedyAdvice.withoutRecords(sender.sender().name(), sender.standing())
                            .orElse(remedies.get(sender.sender().key()))))
            .toList());
  }
}
