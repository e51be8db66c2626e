package dev.plumbline.recheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundQueueTest {

  private final RoundQueue queue = new RoundQueue();
  private final CountDownLatch free = new CountDownLatch(1);

  @AfterEach
  void end() {
    free.countDown();
    queue.end(Executors.newSingleThreadExecutor());
  }

  @Test
  void what_somebody_waits_for_goes_before_what_is_only_due() {
    List<String> ran = new CopyOnWriteArrayList<>();
    CountDownLatch busy = new CountDownLatch(2);
    CountDownLatch done = new CountDownLatch(5);
    for (int i = 0; i < 2; i++) {
      queue.due(
          Duration.ZERO,
          () -> {
            busy.countDown();
            await(free);
          });
    }
    await(busy);
    for (String due : List.of("due 1", "due 2", "due 3")) {
      queue.due(Duration.ZERO, () -> note(ran, due, done));
    }
    for (String wanted : List.of("wanted 1", "wanted 2")) {
      queue.wanted(Duration.ZERO, () -> note(ran, wanted, done));
    }
    free.countDown();
    await(done);
    assertThat(ran.subList(0, 2)).containsExactlyInAnyOrder("wanted 1", "wanted 2");
  }

  @Test
  void many_that_are_due_are_spread_over_five_minutes_and_few_follow_closely() {
    assertThat(RoundQueue.apart(0)).isEqualTo(Duration.ofMillis(300));
    assertThat(RoundQueue.apart(3)).isEqualTo(Duration.ofMillis(300));
    assertThat(RoundQueue.apart(1_000)).isEqualTo(Duration.ofMillis(300));
    assertThat(RoundQueue.apart(10_000)).isEqualTo(Duration.ofMillis(30));
  }

  private static void note(List<String> ran, String name, CountDownLatch done) {
    ran.add(name);
    done.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
