package dev.plumbline.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.spi.JobInstrumenter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets the end of the program wait for what the scheduler has begun, while the connections are
 * still open. The scheduler itself waits for nothing, and a transaction that outlives its
 * connection ends as an error in the log.
 */
@ApplicationScoped
public class ScheduledWork implements JobInstrumenter {

  /** Whoever runs is a party to it, and the end is the first one. */
  private final Phaser running = new Phaser(1);

  private volatile boolean ending;

  @Override
  public CompletionStage<Void> instrument(JobInstrumentationContext job) {
    if (ending || running.register() < 0) {
      return CompletableFuture.completedFuture(null);
    }
    boolean begun = false;
    try {
      CompletionStage<Void> end = job.executeJob();
      begun = true;
      return end.whenComplete((nothing, failure) -> running.arriveAndDeregister());
    } finally {
      if (!begun) {
        running.arriveAndDeregister();
      }
    }
  }

  void stop(@Observes ShutdownEvent event) {
    ending = true;
    int phase = running.arriveAndDeregister();
    try {
      running.awaitAdvanceInterruptibly(phase, BackgroundThreads.SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // It is told of by itself, as the error that it ends with.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
