package dev.plumbline.store.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks after the built-in PostgreSQL in the background, as long as a process needs it. */
final class DatabaseWatch {

  /** For how long a server that does not start is tried again. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration GLANCE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** What is to be done now and then. */
  interface Duty {
    /**
     * Sees to it that the server runs.
     *
     * @return whether it runs
     * @throws DatabaseStartException if it could not be started, with the reason
     */
    boolean lookAfter(Consumer<String> tell) throws IOException;
  }

  private final Duty duty;
  private final Consumer<String> tell;
  private final Runnable giveUp;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "watch-database");

  DatabaseWatch(Duty duty, Consumer<String> tell, Runnable giveUp) {
    this.duty = duty;
    this.tell = tell;
    this.giveUp = giveUp;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends it; a start that is under way is given up. */
  void end() {
    ended.countDown();
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Duration pause = GLANCE;
    long lastSeen = System.nanoTime();
    try {
      while (!ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        boolean runs = false;
        try {
          runs = duty.lookAfter(tell);
          pause = GLANCE;
        } catch (IOException | RuntimeException e) {
          pause = pause.multipliedBy(2);
          pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
          tell.accept(
              "%s Trying again in %d seconds.".formatted(e.getMessage(), pause.toSeconds()));
        }
        if (runs) {
          lastSeen = System.nanoTime();
        } else if (System.nanoTime() - lastSeen > PATIENCE.toNanos()) {
          tell.accept(
              "The built-in PostgreSQL could not be started for %d minutes; giving up."
                  .formatted(PATIENCE.toMinutes()));
          giveUp.run();
          return;
        }
      }
    } catch (InterruptedException e) {
      // Told to end.
    }
  }
}
