package dev.plumbline.web;

import dev.plumbline.standing.remedy.DomainPlan;
import dev.plumbline.store.judgement.RemedyStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to publish for a domain, one difference for each DNS name.
 *
 * @param summary what of the plan is shown, in a few words
 * @param note what has to be said first, null if nothing
 * @param choices whom the records are for, to be ticked; none where nothing can be left out
 * @param left what is not in the records and why, as sentences
 */
public record PlanView(
    String summary,
    @Nullable String note,
    List<Choice> choices,
    List<Line> records,
    List<String> left) {

  public PlanView {
    choices = List.copyOf(choices);
    records = List.copyOf(records);
    left = List.copyOf(left);
  }

  /** A sender that the records are for, and whether they are to hold what is for it. */
  public record Choice(String key, String name, String detail, boolean ticked) {}

  /**
   * One record.
   *
   * @param id of the element that holds the new text, to copy it
   * @param whom for whom it is and what of it, as sentences
   * @param tested what it was found to do before it was shown
   * @param note when not to publish it, null if there is no such case
   */
  public record Line(
      String id,
      String name,
      String type,
      List<RecordDiff.Piece> before,
      List<RecordDiff.Piece> after,
      List<String> whom,
      String tested,
      @Nullable String note) {

    public Line {
      before = List.copyOf(before);
      after = List.copyOf(after);
      whom = List.copyOf(whom);
    }
  }

  /**
   * The plan as it is kept; null if there is nothing to say.
   *
   * @param ticked the keys of the senders it is wanted for; null for all
   */
  static @Nullable PlanView of(RemedyStore.@Nullable Kept kept, @Nullable Set<String> ticked) {
    if (kept == null) {
      return null;
    }
    DomainPlan whole = kept.plan();
    if (whole.unknown() == null && whole.records().isEmpty() && whole.left().isEmpty()) {
      return null;
    }
    List<Choice> choices = choices(whole, ticked);
    Set<String> without =
        choices.stream().filter(one -> !one.ticked()).map(Choice::key).collect(Collectors.toSet());
    DomainPlan plan = without.isEmpty() ? whole : whole.without(without);
    List<Line> lines = new ArrayList<>();
    for (DomainPlan.RecordSet record : plan.records()) {
      lines.add(line("plan-record-" + (lines.size() + 1), record));
    }
    return new PlanView(
        summary(plan, choices.size(), without.size()),
        plan.unknown() != null
            ? plan.unknown()
            : lines.isEmpty() && !without.isEmpty() ? "Nothing is ticked." : null,
        choices,
        lines,
        plan.left().stream().map(one -> one.name() + ": " + one.why()).toList());
  }

  private static String summary(DomainPlan plan, int all, int without) {
    if (plan.records().isEmpty()) {
      return "";
    }
    long settled =
        plan.records().stream()
            .flatMap(record -> record.parts().stream())
            .filter(DomainPlan.Part::settles)
            .map(DomainPlan.Part::sender)
            .distinct()
            .count();
    return Format.count(plan.records().size(), "record", "records")
        + (without == 0
            ? ", tested together"
            : ", for %d of %s".formatted(all - without, Format.count(all, "sender", "senders")))
        + (settled == 0 ? "" : ", " + Format.count(settled, "sender", "senders") + " settled");
  }

  /** One choice for each sender of which something can be left out. */
  private static List<Choice> choices(DomainPlan plan, @Nullable Set<String> ticked) {
    Map<String, Choice> choices = new LinkedHashMap<>();
    for (DomainPlan.RecordSet record : plan.records()) {
      if (record.onlyAdds()) {
        for (DomainPlan.Part part : record.parts()) {
          choices.putIfAbsent(
              part.sender(),
              new Choice(
                  part.sender(),
                  part.name(),
                  part.holds(),
                  ticked == null || ticked.contains(part.sender())));
        }
      }
    }
    return List.copyOf(choices.values());
  }

  static Line line(String id, DomainPlan.RecordSet record) {
    RecordDiff.Pieces pieces = RecordDiff.of(record.before(), record.after());
    return new Line(
        id,
        record.name(),
        record.type(),
        pieces.before(),
        pieces.after(),
        record.parts().stream().map(PlanView::whom).toList(),
        tested(record.tested()),
        record.note());
  }

  private static String whom(DomainPlan.Part part) {
    return "%s%s: %s%s."
        .formatted(
            part.name(),
            part.holds().isEmpty() ? "" : " (" + part.holds() + ")",
            Format.count(part.sources(), "source passes", "sources pass"),
            part.settles() ? "" : ", and something else is left to do");
  }

  private static String tested(DomainPlan.Tested tested) {
    String passes = Format.count(tested.sources(), "more source passes", "more sources pass");
    return "Tested against DNS before it was shown: %s, %s%s."
        .formatted(
            passes,
            tested.lost() == 0
                ? "nobody who passes now would fail"
                : Format.count(tested.lost(), "source", "sources") + " would fail",
            tested.lookups() == 0 ? "" : "; %d of 10 lookups".formatted(tested.lookups()));
  }

  /** For whom else a record is, as a sentence; null if for nobody. */
  static @Nullable String others(DomainPlan.RecordSet record, String sender) {
    String others =
        record.parts().stream()
            .filter(part -> !part.sender().equals(sender))
            .map(
                part ->
                    part.holds().isEmpty() ? part.name() : part.name() + " (" + part.holds() + ")")
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? null : "The same record also holds what is for " + others + ".";
  }
}
