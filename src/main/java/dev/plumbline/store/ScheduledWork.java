package dev.plumbline.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.spi.JobInstrumenter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets the end of the program wait for what the scheduler has begun, while the connections are
 * still open. The scheduler itself waits for nothing, and a transaction that outlives its
 * connection ends as an error in the log.
 */
@ApplicationScoped
public class ScheduledWork implements JobInstrumenter {

  private final Underway running = new Underway();

  @Override
  public CompletionStage<Void> instrument(JobInstrumentationContext job) {
    if (!running.begin()) {
      return CompletableFuture.completedFuture(null);
    }
    boolean begun = false;
    try {
      CompletionStage<Void> end = job.executeJob();
      begun = true;
      return end.whenComplete((nothing, failure) -> running.end());
    } finally {
      if (!begun) {
        running.end();
      }
    }
  }

  void stop(@Observes ShutdownEvent event) {
    running.await();
  }
}
