package dev.plumbline.review.json;

import dev.plumbline.review.PolicyTrial;
import dev.plumbline.standing.Simulator;
import dev.plumbline.standing.Simulator.Loss;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy would have done.
 *
 * @param judgement {@code kept} or {@code on_demand}, as of {@link SendersJson}
 * @param casualties legitimate senders, the most messages first
 * @param today the same with sources that were fixed or broken since taken as DNS is today
 */
public record SimulationJson(
    String domain,
    String judgement,
    LocalDate from,
    LocalDate to,
    Policy policy,
    long messages,
    long affected,
    long quarantined,
    long rejected,
    long overridden,
    List<Lost> casualties,
    List<Lost> forwarders,
    List<Lost> others,
    Today today) {

  /** The policy as tried. */
  public record Policy(
      String p, @Nullable String sp, @Nullable String np, String adkim, String aspf, String t) {}

  /** A sender that would have lost messages. */
  public record Lost(String sender, String name, String standing, long messages) {

    static List<Lost> of(List<Loss> losses) {
      return losses.stream()
          .map(one -> new Lost(one.key(), one.sender(), one.standing().wire(), one.messages()))
          .toList();
    }
  }

  /** What it would do today. */
  public record Today(
      long messages,
      long affected,
      long quarantined,
      long rejected,
      long overridden,
      List<Lost> casualties,
      List<Lost> forwarders,
      List<Lost> others) {

    static Today of(Simulator.Outcome outcome) {
      return new Today(
          outcome.messages(),
          outcome.affected(),
          outcome.quarantined(),
          outcome.rejected(),
          outcome.overridden(),
          Lost.of(outcome.casualties()),
          Lost.of(outcome.forwarded()),
          Lost.of(outcome.others()));
    }
  }

  /**
   * The trial of a policy.
   *
   * @param kept whether it was tried by the judgement that is kept
   */
  public static SimulationJson of(
      String domain, boolean kept, LocalDate from, LocalDate to, PolicyTrial trial) {
    Simulator.Terms policy = trial.policy();
    Simulator.Outcome reported = trial.reported();
    return new SimulationJson(
        domain,
        kept ? "kept" : "on_demand",
        from,
        to,
        new Policy(
            policy.p().wire(),
            wire(policy.sp()),
            wire(policy.np()),
            policy.adkim().wire(),
            policy.aspf().wire(),
            policy.testing() ? "y" : "n"),
        reported.messages(),
        reported.affected(),
        reported.quarantined(),
        reported.rejected(),
        reported.overridden(),
        Lost.of(reported.casualties()),
        Lost.of(reported.forwarded()),
        Lost.of(reported.others()),
        Today.of(trial.today()));
  }

  private static @Nullable String wire(dev.plumbline.dmarc.@Nullable Policy policy) {
    return policy == null ? null : policy.wire();
  }
}
