package dev.plumbline.standing;

import dev.plumbline.dns.TagList;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way from the policy that is published to {@code p=reject}: what to publish, when at the
 * earliest, and when to go back.
 *
 * @param steps in order; empty if the policy is as strict as it can be
 */
public record RolloutPlan(List<Step> steps) {

  private static final List<String> LEVELS = List.of("none", "quarantine", "reject");

  /** Reports of a change come for days, and monthly senders show within this time. */
  static final int DAYS_BETWEEN = 28;

  /** After the last sender is settled, reports of a week have to show it. */
  static final int DAYS_TO_SHOW = 7;

  /** A fix is proven by reports over this time. */
  static final int DAYS_TO_PROVE = Shares.PROOF_DAYS;

  /** Going back is for more than this share of legitimate mail. */
  private static final double MOST_LOST = Readiness.BLOCKS;

  private static final int FEWEST_LOST = 10;

  public RolloutPlan {
    steps = List.copyOf(steps);
  }

  /**
   * One change of the record.
   *
   * @param policy {@code none}, {@code quarantine} or {@code reject}
   * @param record the text to publish at {@code _dmarc}
   * @param earliest not before this UTC day, if what is named in {@code before} is settled today
   * @param ready whether it can be published today
   * @param before what has to be settled first, as sentences
   * @param rollback when to publish the record before again, one sentence; empty where nothing can
   *     be lost
   * @param rollbackRecord that record, null if there was none
   */
  public record Step(
      String policy,
      String record,
      LocalDate earliest,
      boolean ready,
      List<String> before,
      String rollback,
      @Nullable String rollbackRecord) {

    public Step {
      before = List.copyOf(before);
    }
  }

  /**
   * Plans the way for a domain.
   *
   * @param published the DMARC record that applies to it, null if there is none
   * @param own whether that record is the domain's own, not that of a domain above
   */
  public static RolloutPlan of(
      String domain,
      @Nullable String published,
      boolean own,
      Readiness.Answer quarantine,
      Readiness.Answer reject,
      Readiness.Evidence evidence,
      LocalDate today) {
    if (reject.ready() && evidence.legitimate() == 0) {
      return nothingToLose(domain, published, own, today);
    }
    List<Step> steps = new ArrayList<>();
    String current = published;
    LocalDate day = today;
    if (current == null) {
      current = "v=DMARC1; p=none; rua=mailto:dmarc@" + domain;
      steps.add(new Step("none", current, today, true, List.of(), "", null));
      day = today.plusDays(DAYS_BETWEEN);
    }
    int level = level(current);
    boolean first = true;
    for (int next = 1; next < LEVELS.size(); next++) {
      String policy = LEVELS.get(next);
      String record = stricter(current, policy);
      boolean asIs = own && record.equals(normal(current));
      if (level > next || (level == next && (asIs || stated(current) > next))) {
        continue;
      }
      Readiness.Answer answer = next == 1 ? quarantine : reject;
      LocalDate earliest =
          first ? later(day, wait(answer, evidence, today)) : day.plusDays(DAYS_BETWEEN);
      List<String> before =
          new ArrayList<>(answer.blockers().stream().map(Readiness.Blocker::reason).toList());
      if (!steps.isEmpty()) {
        earliest = later(earliest, wait(answer, evidence, today));
        before.add(
            "The step before has been published for %d days without need to go back."
                .formatted(DAYS_BETWEEN));
      }
      steps.add(
          new Step(
              policy,
              record,
              earliest,
              first && answer.ready() && published != null,
              before,
              rollback(evidence),
              current));
      current = record;
      day = earliest;
      first = false;
    }
    return new RolloutPlan(steps);
  }

  /** A domain that sends no mail needs no time to see what would be lost. */
  private static RolloutPlan nothingToLose(
      String domain, @Nullable String published, boolean own, LocalDate today) {
    String record =
        stricter(
            published == null ? "v=DMARC1; p=none; rua=mailto:dmarc@" + domain : published,
            "reject");
    if (published != null && own && record.equals(normal(published))) {
      return new RolloutPlan(List.of());
    }
    return new RolloutPlan(
        List.of(new Step("reject", record, today, true, List.of(), "", published)));
  }

  /** The place of {@code p} among the levels. */
  private static int stated(String record) {
    String policy = value(TagList.parse(record), "p").orElse("none");
    return Math.max(0, LEVELS.indexOf(policy.strip().toLowerCase(Locale.ROOT)));
  }

  /** The level that is in force: tested or sampled policies are one step lower. */
  private static int level(String record) {
    TagList tags = TagList.parse(record);
    boolean testing = value(tags, "t").map("y"::equalsIgnoreCase).orElse(false);
    boolean sampled = value(tags, "pct").map(pct -> !pct.strip().equals("100")).orElse(false);
    int level = stated(record);
    return level > 0 && (testing || sampled) ? level - 1 : level;
  }

  private static Optional<String> value(TagList tags, String name) {
    return tags.tags().stream()
        .filter(tag -> tag.name().equalsIgnoreCase(name))
        .map(TagList.Tag::value)
        .findFirst();
  }

  private static String normal(String record) {
    return String.join(
        "; ",
        TagList.parse(record).tags().stream()
            .map(tag -> tag.name().toLowerCase(Locale.ROOT) + "=" + tag.value().strip())
            .toList());
  }

  /**
   * The record with a stricter policy: tags that lower it ({@code t}, {@code pct}) go, a weaker
   * {@code sp} or {@code np} follows, everything else stays.
   */
  static String stricter(String record, String policy) {
    int wanted = LEVELS.indexOf(policy);
    List<String> tags = new ArrayList<>();
    boolean said = false;
    for (TagList.Tag tag : TagList.parse(record).tags()) {
      String name = tag.name().toLowerCase(Locale.ROOT);
      String value = tag.value().strip();
      switch (name) {
        case "t", "pct" -> {}
        case "p" -> {
          tags.add("p=" + policy);
          said = true;
        }
        case "sp", "np" -> {
          boolean weaker = LEVELS.indexOf(value.toLowerCase(Locale.ROOT)) < wanted;
          tags.add(name + "=" + (weaker ? policy : value));
        }
        default -> tags.add(name + "=" + value);
      }
    }
    if (!said) {
      tags.add(Math.min(1, tags.size()), "p=" + policy);
    }
    return String.join("; ", tags);
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  private static LocalDate wait(
      Readiness.Answer answer, Readiness.Evidence evidence, LocalDate today) {
    int days = 0;
    for (Readiness.Blocker blocker : answer.blockers()) {
      days =
          Math.max(
              days,
              switch (blocker.kind()) {
                case FIX, DECIDE -> DAYS_TO_SHOW;
                case WAIT -> DAYS_TO_PROVE;
                case EVIDENCE -> Math.max(1, Readiness.DAYS - evidence.days());
              });
    }
    return today.plusDays(days);
  }

  private static String rollback(Readiness.Evidence evidence) {
    double perWeek =
        evidence.days() == 0 ? 0 : 7.0 * evidence.legitimate() / evidence.days() * MOST_LOST;
    long most = Math.max(FEWEST_LOST, Math.round(perWeek));
    return String.format(
        Locale.ENGLISH,
        "Go back if reports of one week show more than %,d messages of your senders quarantined or"
            + " rejected.",
        most);
  }
}
