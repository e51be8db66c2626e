package dev.plumbline.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final StringWriter err = new StringWriter();
  private final AtomicLong now = new AtomicLong();

  @Test
  void a_long_work_tells_every_five_seconds_how_far_it_is() {
    Progress progress = progress();
    steps(progress, 1_200, Duration.ofMillis(10));
    assertThat(err.toString().lines())
        .containsExactly("Judged 500 of 2,000 domains ...", "Judged 1,000 of 2,000 domains ...");
    steps(progress, 800, Duration.ZERO);
    assertThat(err.toString().lines()).hasSize(2);
  }

  @Test
  void a_short_work_tells_nothing_nor_does_the_end_of_a_long_one() {
    steps(progress(), 1_999, Duration.ofMillis(2));
    assertThat(err.toString()).isEmpty();
    Progress slow = new Progress(new PrintWriter(err), "Judged", "domain", 1, now::get);
    steps(slow, 1, Duration.ofMinutes(1));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void of_what_nobody_can_count_beforehand_it_tells_how_much_there_was_so_far() {
    Progress progress = new Progress(new PrintWriter(err), "Written", "row", 0, now::get);
    steps(progress, 600, Duration.ofMillis(10));
    progress.step(400);
    now.addAndGet(Duration.ofSeconds(4).toNanos());
    progress.end();
    assertThat(err.toString().lines())
        .containsExactly("Written 500 rows ...", "It took 10.0 s, 100 rows a second.");
  }

  @Test
  void nothing_done_yet_is_no_progress() {
    Progress progress = new Progress(new PrintWriter(err), "Written", "row", 0, now::get);
    now.addAndGet(Duration.ofMinutes(1).toNanos());
    progress.step(0);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void the_end_of_a_short_work_is_not_told() {
    Progress progress = progress();
    steps(progress, 2_000, Duration.ofMillis(2));
    progress.end();
    assertThat(err.toString()).isEmpty();
  }

  private Progress progress() {
    return new Progress(new PrintWriter(err), "Judged", "domain", 2_000, now::get);
  }

  private void steps(Progress progress, int steps, Duration each) {
    for (int i = 0; i < steps; i++) {
      now.addAndGet(each.toNanos());
      progress.step();
    }
  }
}
