package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.spi.JobInstrumenter.JobInstrumentationContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ScheduledWorkTest {

  private final ScheduledWork work = new ScheduledWork();
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void the_end_waits_for_what_was_begun() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch going = new CountDownLatch(1);
    Thread job =
        start(
            () ->
                work.instrument(
                    job(
                        () -> {
                          begun.countDown();
                          await(going);
                          runs.incrementAndGet();
                          return CompletableFuture.completedFuture(null);
                        })));
    begun.await();
    Thread end = start(() -> work.stop(new ShutdownEvent()));
    end.join(200);
    assertThat(end.isAlive()).isTrue();
    going.countDown();
    end.join();
    assertThat(runs).hasValue(1);
    job.join();
  }

  @Test
  void the_end_waits_for_what_goes_on_by_itself() throws Exception {
    CompletableFuture<Void> going = new CompletableFuture<>();
    CompletionStage<Void> unused = work.instrument(job(() -> going));
    Thread end = start(() -> work.stop(new ShutdownEvent()));
    end.join(200);
    assertThat(end.isAlive()).isTrue();
    going.completeExceptionally(new IllegalStateException("it failed"));
    end.join();
  }

  @Test
  void what_failed_is_not_waited_for() throws Exception {
    assertThatThrownBy(
            () ->
                work.instrument(
                    job(
                        () -> {
                          throw new IllegalStateException("it failed");
                        })))
        .hasMessage("it failed");
    Thread end = start(() -> work.stop(new ShutdownEvent()));
    end.join(TimeUnit.SECONDS.toMillis(BackgroundThreads.SECONDS_TO_END) / 2);
    assertThat(end.isAlive()).isFalse();
  }

  @Test
  void nothing_is_begun_after_the_end() {
    work.stop(new ShutdownEvent());
    CompletionStage<Void> nothing =
        work.instrument(
            job(
                () -> {
                  runs.incrementAndGet();
                  return CompletableFuture.completedFuture(null);
                }));
    assertThat(nothing).isCompleted();
    assertThat(runs).hasValue(0);
  }

  @Test
  void what_never_ends_keeps_no_program_from_ending() {
    CompletionStage<Void> unused = work.instrument(job(CompletableFuture::new));
    work.stop(new ShutdownEvent());
    assertThat(unused).isNotCompleted();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    return thread;
  }

  private static JobInstrumentationContext job(Supplier<CompletionStage<Void>> what) {
    return new JobInstrumentationContext() {
      @Override
      public String getSpanName() {
        return "made";
      }

      @Override
      public CompletionStage<Void> executeJob() {
        return what.get();
      }
    };
  }
}
