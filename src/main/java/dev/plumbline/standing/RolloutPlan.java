package dev.plumbline.standing;

import dev.plumbline.dmarc.DmarcRecord;
import dev.plumbline.dmarc.Policy;
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

  /** Reports of a change come for days, and monthly senders show within this time. */
  static final int DAYS_BETWEEN = 28;

  /** What every step waits for but the first. */
  public static final String AFTER_THE_STEP_BEFORE =
      "Only after the step before has been in force for %d days without need to go back."
          .formatted(DAYS_BETWEEN);

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
    @Nullable DmarcRecord record =
        published == null ? null : DmarcRecord.parse(published).orElse(null);
    if (reject.ready() && evidence.legitimate() == 0) {
      return nothingToLose(domain, record, own, today);
    }
    List<Step> steps = new ArrayList<>();
    LocalDate day = today;
    if (record == null) {
      record = watching(domain);
      steps.add(new Step("none", record.text(), today, true, List.of(), "", null));
      day = today.plusDays(DAYS_BETWEEN);
    }
    Policy inForce = record.inForce();
    Policy stated = record.p() == null ? Policy.NONE : record.p();
    boolean first = true;
    for (Policy next : List.of(Policy.QUARANTINE, Policy.REJECT)) {
      boolean reached =
          inForce == next && ((own && record.asksFor(next)) || stated.compareTo(next) > 0);
      if (inForce.compareTo(next) > 0 || reached) {
        continue;
      }
      Readiness.Answer answer = next == Policy.QUARANTINE ? quarantine : reject;
      LocalDate from = first ? day : day.plusDays(DAYS_BETWEEN);
      Step step =
          step(
              next,
              record,
              answer,
              evidence,
              later(from, wait(answer, evidence, today)),
              !steps.isEmpty(),
              first && answer.ready() && published != null);
      steps.add(step);
      record = DmarcRecord.parse(step.record()).orElseThrow();
      day = step.earliest();
      first = false;
    }
    return new RolloutPlan(steps);
  }

  private static Step step(
      Policy policy,
      DmarcRecord current,
      Readiness.Answer answer,
      Readiness.Evidence evidence,
      LocalDate earliest,
      boolean follows,
      boolean ready) {
    List<String> before =
        new ArrayList<>(answer.blockers().stream().map(Readiness.Blocker::reason).toList());
    if (follows) {
      before.add(AFTER_THE_STEP_BEFORE);
    }
    return new Step(
        policy.wire(),
        current.stricter(policy),
        earliest,
        ready,
        before,
        rollback(evidence),
        current.text());
  }

  /** The record to begin with: nothing is asked for but reports. */
  private static DmarcRecord watching(String domain) {
    return DmarcRecord.parse("v=DMARC1; p=none; rua=mailto:dmarc@" + domain).orElseThrow();
  }

  /** A domain that sends no mail needs no time to see what would be lost. */
  private static RolloutPlan nothingToLose(
      String domain, @Nullable DmarcRecord published, boolean own, LocalDate today) {
    String before = published == null ? null : published.text();
    return new RolloutPlan(
        closing(domain, published, own).stream()
            .map(record -> new Step("reject", record, today, true, List.of(), "", before))
            .toList());
  }

  /**
   * The DMARC record of a domain that sends no mail; empty if it publishes that already.
   *
   * @param published the record that applies to it, null if there is none
   * @param own whether that is the domain's own, not that of a domain above
   */
  public static Optional<String> closing(
      String domain, @Nullable DmarcRecord published, boolean own) {
    return published != null && own && published.asksFor(Policy.REJECT)
        ? Optional.empty()
        : Optional.of((published == null ? watching(domain) : published).stricter(Policy.REJECT));
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
