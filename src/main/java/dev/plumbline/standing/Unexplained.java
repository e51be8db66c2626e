package dev.plumbline.standing;

import dev.plumbline.standing.SourceFacts.Day;
import dev.plumbline.standing.SourceFacts.Flow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Mail evaluated as passed where the report names no domain by which it did. It is believed, unless
 * reporters that name the envelope domains see none of the same source's mail pass.
 */
final class Unexplained {

  private Unexplained() {}

  /** The facts, as if what is not believed had failed. */
  static SourceFacts without(SourceFacts source) {
    Set<Long> believing = new HashSet<>();
    Set<Long> refuting = new HashSet<>();
    for (Flow flow : source.flows()) {
      if (flow.passed() && isExplained(flow)) {
        return source;
      }
      if (flow.passed() || flow.namesEnvelope()) {
        Set<Long> reporters = flow.passed() ? believing : refuting;
        flow.days().forEach(day -> reporters.add(day.reporterId()));
      }
    }
    refuting.removeAll(believing);
    return believing.isEmpty() || refuting.size() < Shares.REPORTERS
        ? source
        : source.failing(failing(source.flows()));
  }

  private static boolean isExplained(Flow flow) {
    return flow.dkim().stream().anyMatch(dkim -> dkim.aligned() && dkim.passed())
        || flow.spf().stream().anyMatch(spf -> spf.aligned() && spf.passed() && spf.isNamed());
  }

  private static List<Flow> failing(List<Flow> flows) {
    List<Flow> failing = new ArrayList<>();
    for (Flow flow : flows) {
      List<Day> days =
          flow.days().stream()
              .map(day -> new Day(day.day(), day.reporterId(), 0, day.messages()))
              .toList();
      failing.add(new Flow(flow.profile(), false, false, flow.spf(), flow.dkim(), days));
    }
    return failing;
  }
}
