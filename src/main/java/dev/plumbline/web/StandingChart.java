package dev.plumbline.web;

import dev.plumbline.standing.Standing;
import dev.plumbline.store.traffic.SenderTraffic.StandingDay;
import java.util.ArrayList;
import java.util.List;

/** Messages per day by the standing of their source. */
final class StandingChart {

  /** In the order of the stack, from the bottom. */
  private static final List<Standing> STACK =
      List.of(
          Standing.AUTHORIZED,
          Standing.FIXED,
          Standing.FORWARDER,
          Standing.NEEDS_ALIGNMENT,
          Standing.NEEDS_AUTHORIZING,
          Standing.REGRESSED,
          Standing.UNRECOGNIZED,
          Standing.UNAUTHORIZED_USE);

  /** Not to be mistaken for unrecognized: nobody looked, as there is no address to look at. */
  private static final DayChart.Series UNJUDGED = new DayChart.Series("Not judged", "pl-muted");

  private StandingChart() {}

  static DayChart of(String domain, Period period, List<StandingDay> days) {
    List<DayChart.Series> series = new ArrayList<>();
    STACK.stream()
        .map(StandingBadge::of)
        .forEach(badge -> series.add(new DayChart.Series(badge.label(), badge.css())));
    series.add(UNJUDGED);
    Stack stack = new Stack(period, series);
    for (StandingDay day : days) {
      int index = day.standing() == null ? STACK.size() : STACK.indexOf(day.standing());
      stack.add(day.day(), index, day.traffic().messages());
    }
    return stack.chart("Messages per day, by the standing of their source", domain);
  }
}
