package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a stricter policy is safe for a domain, and what another policy would have done.
 *
 * @param record the DMARC record published now, null if there is none
 * @param steps the answer for each stricter policy
 * @param plan what to publish one after the other, and {@code noPlan} if there is nothing left
 * @param evidence what the answers rest on
 * @param wildcard what follows from a wildcard record, null if there is none
 */
public record PolicyView(
    String domain,
    String domainHref,
    PeriodPicker period,
    List<Tab> tabs,
    String summary,
    @Nullable String record,
    List<Answer> steps,
    List<Step> plan,
    String noPlan,
    List<Fact> evidence,
    String notShown,
    List<Name> names,
    String namesSummary,
    @Nullable String wildcard,
    Use use,
    Trial trial) {

  public PolicyView {
    tabs = List.copyOf(tabs);
    steps = List.copyOf(steps);
    plan = List.copyOf(plan);
    names = List.copyOf(names);
    evidence = List.copyOf(evidence);
  }

  /**
   * Whether the domain sends mail at all.
   *
   * @param summary what counts now, and by whom
   * @param verdict as the form sends it; empty if nobody said anything
   * @param history what was said before, the newest first
   */
  public record Use(
      String action, String summary, String verdict, String note, List<String> history) {

    public Use {
      history = List.copyOf(history);
    }
  }

  /**
   * A name that was used in From: fields.
   *
   * @param href the reports with rows of it
   * @param adviceHref where that is told, null if it is told here
   * @param records that say that it sends nothing, to publish if that is so; empty if it does send
   */
  public record Name(
      String name,
      String href,
      String inDns,
      String css,
      String policy,
      String messages,
      String passShare,
      String advice,
      @Nullable String adviceHref,
      List<String> records) {

    public Name {
      records = List.copyOf(records);
    }
  }

  /**
   * Whether one policy is safe.
   *
   * @param same whether exactly what stands in the way of the policy before stands in its way too
   */
  public record Answer(
      String policy, String word, String css, boolean same, List<Blocker> blockers) {

    public Answer {
      blockers = List.copyOf(blockers);
    }
  }

  /**
   * A step of the plan.
   *
   * @param id of the element with the record, to copy it
   */
  public record Step(
      String id,
      String title,
      String when,
      String css,
      List<RecordDiff.Piece> record,
      List<String> before,
      String rollback) {

    public Step {
      record = List.copyOf(record);
      before = List.copyOf(before);
    }
  }

  /**
   * What stands in the way.
   *
   * @param href the sender it is about, null if it is about none
   */
  public record Blocker(String word, String css, String text, @Nullable String href) {}

  /**
   * The simulator: the policy tried and what it would have done.
   *
   * @param days of the messages it is tried on; empty before the domain was judged
   * @param results as reported, and with today's DNS
   */
  public record Trial(String action, String days, List<Choice> choices, List<Result> results) {

    public Trial {
      choices = List.copyOf(choices);
      results = List.copyOf(results);
    }
  }

  /** A tag of the policy tried. */
  public record Choice(String name, String label, List<Option> options) {

    public Choice {
      options = List.copyOf(options);
    }
  }

  /** A value of a tag. */
  public record Option(String value, String text, boolean chosen) {}

  /** What the policy would have done. */
  public record Result(
      boolean open, String title, String summary, List<Losses> losses, String none) {

    public Result {
      losses = List.copyOf(losses);
    }
  }

  /** Who would have lost mail, and what to think of it. */
  public record Losses(String id, String title, String note, List<Loss> senders) {

    public Losses {
      senders = List.copyOf(senders);
    }
  }

  /** One sender's loss. */
  public record Loss(String name, String href, StandingBadge badge, String messages) {}
}
