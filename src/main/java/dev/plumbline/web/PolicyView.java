package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a stricter policy is safe for a domain, and what another policy would have done.
 *
 * @param record the DMARC record published now, null if there is none
 * @param steps the answer for each stricter policy
 * @param evidence what the answers rest on
 */
public record PolicyView(
    String domain,
    String domainHref,
    PeriodPicker period,
    List<Tab> tabs,
    String summary,
    @Nullable String record,
    List<Answer> steps,
    List<Fact> evidence,
    String notShown,
    Trial trial) {

  public PolicyView {
    tabs = List.copyOf(tabs);
    steps = List.copyOf(steps);
    evidence = List.copyOf(evidence);
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
   * What stands in the way.
   *
   * @param href the sender it is about, null if it is about none
   */
  public record Blocker(String word, String css, String text, @Nullable String href) {}

  /**
   * The simulator: the policy tried and what it would have done.
   *
   * @param results as reported, and with today's DNS
   */
  public record Trial(String action, List<Choice> choices, List<Result> results) {

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
  public record Losses(String title, String note, List<Loss> senders) {

    public Losses {
      senders = List.copyOf(senders);
    }
  }

  /** One sender's loss. */
  public record Loss(String name, String href, StandingBadge badge, String messages) {}
}
