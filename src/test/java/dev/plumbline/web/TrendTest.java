package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TrendTest {

  @Test
  void the_line_runs_from_left_to_right_and_its_highest_point_is_one_below_the_top() {
    Trend trend = Trend.of(new long[] {0, 2, 3}, 3, 3);

    assertThat(trend.path()).isEqualTo("M0.0 23.0L50.0 8.3L100.0 1.0");
    assertThat(trend.label()).isEqualTo("Messages per day, at most 3 on one day");
  }

  @Test
  void a_last_point_of_fewer_days_is_no_fall() {
    // Two days for each point, and one left over.
    long[] messages = new long[24];
    Arrays.fill(messages, 20);
    messages[23] = 10;

    assertThat(Trend.of(messages, 47, 10).path()).doesNotContain(" 12").endsWith("L100.0 1.0");
  }

  @Test
  void one_day_is_a_point_at_the_left() {
    assertThat(Trend.of(new long[] {7}, 1, 7).path()).isEqualTo("M0.0 1.0");
  }

  @Test
  void no_messages_at_all_are_a_line_along_the_bottom() {
    assertThat(Trend.of(new long[] {0, 0}, 2, 0).path()).isEqualTo("M0.0 23.0L100.0 23.0");
  }
}
