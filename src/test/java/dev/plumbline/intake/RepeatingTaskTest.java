package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RepeatingTaskTest {

  @Test
  void retries_wait_longer_and_longer_up_to_a_quarter_of_an_hour() {
    Duration interval = Duration.ofMinutes(5);
    assertThat(RepeatingTask.retryAfter(1, interval)).isEqualTo(Duration.ofSeconds(10));
    assertThat(RepeatingTask.retryAfter(2, interval)).isEqualTo(Duration.ofSeconds(20));
    assertThat(RepeatingTask.retryAfter(5, interval)).isEqualTo(Duration.ofSeconds(160));
    assertThat(RepeatingTask.retryAfter(1000, interval)).isEqualTo(Duration.ofMinutes(15));
    assertThat(RepeatingTask.retryAfter(1, Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
    assertThat(RepeatingTask.retryAfter(1000, Duration.ofHours(6))).isEqualTo(Duration.ofHours(6));
  }

  @Test
  void work_that_throws_is_done_again() throws Exception {
    CountDownLatch runs = new CountDownLatch(3);
    RepeatingTask task =
        new RepeatingTask(
            "test",
            Duration.ofMillis(1),
            () -> {
              runs.countDown();
              throw new IllegalStateException("on purpose");
            });
    task.start();
    assertThat(runs.await(10, TimeUnit.SECONDS)).isTrue();
    task.stop();
    assertThat(task.isStopped()).isTrue();
  }
}
