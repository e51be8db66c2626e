package dev.plumbline.review.json;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.SenderReview;
import dev.plumbline.review.SourceReview;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.SpfNow;
import dev.plumbline.standing.remedy.Remedy;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A domain's senders, judged.
 *
 * @param senders the most pressing first
 */
public record SendersJson(
    String domain, LocalDate from, LocalDate to, long messages, List<Sender> senders) {

  public static SendersJson of(DomainReview review) {
    return new SendersJson(
        review.domain(),
        review.from(),
        review.to(),
        review.messages(),
        review.senders().stream().map(Sender::of).toList());
  }

  /**
   * One sender.
   *
   * @param key names it in addresses and exports; stable
   * @param evidence what the name rests on, as sentences
   * @param decision null if nobody decided
   */
  public record Sender(
      String key,
      String name,
      String kind,
      List<String> evidence,
      String standing,
      List<String> reasons,
      long messages,
      long passMessages,
      List<Source> sources,
      @Nullable DecisionJson decision,
      RemedyJson remedy) {

    static Sender of(SenderReview sender) {
      return new Sender(
          sender.key(),
          sender.name(),
          sender.kind(),
          sender.evidence(),
          sender.standing().wire(),
          sender.sentences(),
          sender.messages(),
          sender.passMessages(),
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

  /** What receivers reported of it. */
  public record Reported(
      long messages,
      long passMessages,
      long dkimPassMessages,
      long spfPassMessages,
      long refusedMessages,
      int reporters,
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
