package dev.plumbline.review.json;

import dev.plumbline.standing.remedy.DomainPlan;
import dev.plumbline.store.judgement.RemedyStore.Kept;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to publish for a domain.
 *
 * @param testedAt since when the plan is this one; null if none was made yet
 * @param unknown why nothing can be said, as a sentence; null if DNS answered
 */
public record PlanJson(
    String domain,
    @Nullable Instant testedAt,
    List<RecordJson> records,
    List<Left> left,
    List<Name> names,
    @Nullable String unknown) {

  /**
   * One record to publish.
   *
   * @param before the whole text published now, null if there is none
   * @param after the whole text to publish
   * @param senders whom it is for, by their keys
   * @param sources how many sources pass with it that do not now
   * @param note when not to publish it, as a sentence
   */
  public record RecordJson(
      String name,
      String type,
      @Nullable String before,
      String after,
      List<String> senders,
      int sources,
      int lookups,
      int voidLookups,
      int lost,
      @Nullable String note) {}

  /** A sender without a record though one would do if it were alone. */
  public record Left(String sender, String name, String at, String why) {}

  /**
   * A name in From: fields with which nothing passes.
   *
   * @param users the keys of the senders of yours that use it
   * @param closing records that close it to mail, as lines of a zone file
   */
  public record Name(String name, List<String> users, List<String> closing) {}

  /** A domain without a plan yet. */
  public static PlanJson none(String domain) {
    return new PlanJson(domain, null, List.of(), List.of(), List.of(), null);
  }

  public static PlanJson of(String domain, Kept kept) {
    DomainPlan plan = kept.plan();
    return new PlanJson(
        domain,
        kept.testedAt(),
        plan.records().stream().map(PlanJson::record).toList(),
        plan.left().stream()
            .map(one -> new Left(one.sender(), one.name(), one.at(), one.why()))
            .toList(),
        plan.names().stream()
            .map(
                one ->
                    new Name(
                        one.name(),
                        one.users().stream().map(DomainPlan.User::sender).toList(),
                        one.closing()))
            .toList(),
        plan.unknown());
  }

  private static RecordJson record(DomainPlan.RecordSet set) {
    return new RecordJson(
        set.name(),
        set.type(),
        set.before(),
        set.after(),
        set.parts().stream().map(DomainPlan.Part::sender).toList(),
        set.tested().sources(),
        set.tested().lookups(),
        set.tested().voidLookups(),
        set.tested().lost(),
        set.note());
  }
}
