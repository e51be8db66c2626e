package dev.plumbline.review.json;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.KeptDomain;
import dev.plumbline.review.KeptDomain.KeptSender;
import dev.plumbline.review.SenderReview;
import dev.plumbline.review.SourceReview;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.SpfNow;
import dev.plumbline.standing.Wording;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.Figures;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.judgement.SourceStanding;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A domain's senders, judged.
 *
 * @param judgement {@code kept}: the standing there is, as pages show it; {@code on_demand}: of
 *     these days alone, judged for this answer and not kept
 * @param judgedAt when what is kept last changed; null if judged on demand
 * @param silentSince the last day with a report, if nobody reports any more
 * @param findings what is wrong with the domain itself, as sentences
 * @param senders the most pressing first
 */
public record SendersJson(
    String domain,
    LocalDate from,
    LocalDate to,
    String judgement,
    @Nullable Instant judgedAt,
    @Nullable LocalDate silentSince,
    long messages,
    long passMessages,
    List<String> findings,
    List<Sender> senders) {

  /** The judgement there is, with what is known of its sources by address. */
  public static SendersJson of(KeptDomain kept, Map<InetAddress, SourceFacts> facts) {
    DomainSummary summary = kept.summary();
    return new SendersJson(
        summary.domain(),
        summary.from(),
        summary.to(),
        "kept",
        summary.judgedAt(),
        summary.silentSince(),
        summary.messages(),
        summary.passMessages(),
        Wording.sentences(summary.findings()),
        kept.senders().stream().map(sender -> Sender.of(sender, facts)).toList());
  }

  /** A judgement of one period. */
  public static SendersJson of(DomainReview review) {
    return new SendersJson(
        review.domain(),
        review.from(),
        review.to(),
        "on_demand",
        null,
        null,
        review.messages(),
        review.passMessages(),
        Wording.sentences(review.findings()),
        review.senders().stream().map(Sender::of).toList());
  }

  /** Whether this is the judgement that is kept. */
  @JsonIgnore
  public boolean isKept() {
    return judgement.equals("kept");
  }

  /**
   * One sender.
   *
   * @param key names it in addresses and exports; stable
   * @param evidence what the name rests on, as sentences
   * @param since when this standing began; null if judged on demand
   * @param silentSince its last day, if it writes no more
   * @param sourceCount how many addresses the figures are of
   * @param decision null if nobody decided
   */
  public record Sender(
      String key,
      String name,
      String kind,
      List<String> evidence,
      String standing,
      List<String> reasons,
      @Nullable Instant since,
      @Nullable LocalDate silentSince,
      long messages,
      long passMessages,
      int sourceCount,
      List<Source> sources,
      @Nullable DecisionJson decision,
      RemedyJson remedy) {

    static Sender of(KeptSender kept, Map<InetAddress, SourceFacts> facts) {
      SenderStanding sender = kept.standing();
      return new Sender(
          sender.sender().key(),
          sender.sender().name(),
          sender.sender().kind(),
          sender.sender().evidence(),
          sender.standing().wire(),
          sender.sentences(),
          sender.since(),
          sender.silentSince(),
          sender.figures().messages(),
          sender.figures().passed(),
          sender.sources(),
          kept.sources().stream().map(source -> Source.of(source, facts.get(source.ip()))).toList(),
          DecisionJson.of(kept.decision()),
          RemedyJson.of(kept.remedy()));
    }

    static Sender of(SenderReview sender) {
      return new Sender(
          sender.key(),
          sender.name(),
          sender.kind(),
          sender.evidence(),
          sender.standing().wire(),
          sender.sentences(),
          null,
          null,
          sender.messages(),
          sender.passMessages(),
          sender.sources().size(),
          sender.sources().stream().map(Source::of).toList(),
          DecisionJson.of(sender.decision()),
          RemedyJson.of(sender.remedy()));
    }
  }

  /**
   * One source of it.
   *
   * @param now SPF of today for the envelope domain most of its mail used; null if not checked yet
   */
  public record Source(
      String ip,
      long messages,
      Reported reported,
      @Nullable Now now,
      String standing,
      List<String> reasons) {

    static Source of(SourceStanding source, @Nullable SourceFacts facts) {
      Figures figures = source.figures();
      return new Source(
          IpAddresses.toText(source.ip()),
          figures.messages(),
          new Reported(
              figures.messages(),
              figures.passed(),
              figures.dkim(),
              figures.spf(),
              figures.refused(),
              facts == null ? null : facts.reporters(),
              source.firstSeen(),
              source.lastSeen()),
          facts == null ? null : Now.of(facts),
          source.standing().wire(),
          source.sentences());
    }

    static Source of(SourceReview source) {
      return new Source(
          IpAddresses.toText(source.ip()),
          source.facts().messages(),
          Reported.of(source.facts()),
          Now.of(source.facts()),
          source.standing().wire(),
          source.sentences());
    }
  }

  /**
   * What receivers reported of it.
   *
   * @param reporters how many; null for a source that was not seen in the window
   * @param firstDay the first day it was seen, ever or, if judged on demand, of the period
   */
  public record Reported(
      long messages,
      long passMessages,
      long dkimPassMessages,
      long spfPassMessages,
      long refusedMessages,
      @Nullable Integer reporters,
      LocalDate firstDay,
      LocalDate lastDay) {

    static Reported of(SourceFacts facts) {
      return new Reported(
          facts.messages(),
          facts.passMessages(),
          facts.dkimPassMessages(),
          facts.spfPassMessages(),
          facts.refusedMessages(),
          facts.reporters(),
          facts.firstDay(),
          facts.lastDay());
    }
  }

  /**
   * SPF of today.
   *
   * @param term null if none decided
   */
  public record Now(String envelopeDomain, String result, @Nullable String term, boolean aligned) {

    static @Nullable Now of(SourceFacts facts) {
      return facts.now().spf().stream()
          .max(Comparator.comparingLong(check -> envelopeMessages(facts, check)))
          .map(spf -> new Now(spf.identity(), spf.result().wire(), spf.term(), spf.aligned()))
          .orElse(null);
    }

    private static long envelopeMessages(SourceFacts facts, SpfNow check) {
      return facts.spf().stream()
          .filter(spf -> spf.identity().equals(check.identity()))
          .mapToLong(SourceFacts.ReportedSpf::messages)
          .sum();
    }
  }

  /**
   * What to do about a sender.
   *
   * @param tested null without records
   */
  public record RemedyJson(List<String> steps, List<Change> records, @Nullable Tested tested) {

    private static final RemedyJson NONE = new RemedyJson(List.of(), List.of(), null);

    static RemedyJson of(@Nullable Remedy remedy) {
      if (remedy == null) {
        return NONE;
      }
      Remedy.Tested tested = remedy.tested();
      return new RemedyJson(
          remedy.steps(),
          remedy.records().stream()
              .map(one -> new Change(one.name(), one.type(), one.before(), one.after()))
              .toList(),
          tested == null
              ? null
              : new Tested(
                  tested.result(),
                  tested.sources(),
                  tested.lookups(),
                  tested.voidLookups(),
                  tested.lost()));
    }
  }

  /**
   * One record to publish, as it is and as it should be.
   *
   * @param before null if none is published
   */
  public record Change(String name, String type, @Nullable String before, String after) {}

  /** What the records were found to do. */
  public record Tested(String result, int sources, int lookups, int voidLookups, int lost) {}
}
