package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BackgroundThreadsTest {

  private final ExecutorService threads =
      Executors.newFixedThreadPool(1, BackgroundThreads.named("made"));

  @Test
  void threads_are_named_and_keep_no_program_from_ending() throws Exception {
    Thread thread = threads.submit(Thread::currentThread).get();
    assertThat(thread.getName()).isEqualTo("made-1");
    assertThat(thread.isDaemon()).isTrue();
    BackgroundThreads.end(threads);
  }

  @Test
  void the_end_interrupts_what_runs_and_waits_until_it_gave_back_what_it_held() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean givenBack = new AtomicBoolean();
    AtomicBoolean queued = new AtomicBoolean();
    threads.execute(
        () -> {
          begun.countDown();
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            givenBack.set(true);
          }
        });
    threads.execute(() -> queued.set(true));
    begun.await();
    BackgroundThreads.end(threads);
    assertThat(givenBack).isTrue();
    assertThat(queued).isFalse();
    assertThat(threads.isTerminated()).isTrue();
  }

  @Test
  void one_that_is_interrupted_while_it_waits_goes_on_and_says_so() {
    threads.execute(
        () -> {
          long end = System.nanoTime() + 1_000_000_000L;
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
        });
    Thread.currentThread().interrupt();
    BackgroundThreads.end(threads);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(threads.isTerminated()).isFalse();
  }
}
