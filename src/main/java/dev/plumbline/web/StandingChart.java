package dev.plumbline.web;

import dev.plumbline.standing.Standing;
import dev.plumbline.store.traffic.SenderTraffic.StandingDay;
import java.util.List;
import java.util.Locale;

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

  private StandingChart() {}

  static DayChart of(String domain, Period period, List<StandingDay> days) {
    var stack =
        new Stack(
            period,
            STACK.stream()
                .map(StandingBadge::of)
                .map(badge -> new DayChart.Series(badge.label(), badge.css()))
                .toList());
    for (StandingDay day : days) {
      Standing standing = Standing.valueOf(day.standing().toUpperCase(Locale.ROOT));
      stack.add(day.day(), STACK.indexOf(standing), day.traffic().messages());
    }
    return stack.chart("Messages per day, by the standing of their source", domain);
  }
}
