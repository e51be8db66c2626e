package dev.plumbline.store;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that work until the program ends, and how they end with it. */
public final class BackgroundThreads {

  /** For how long the end of the program waits for what is being worked at. */
  static final int SECONDS_TO_END = 5;

  private BackgroundThreads() {}

  /**
   * Threads that keep no program from ending.
   *
   * @param prefix of their names; a number follows
   */
  public static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Takes no new work, interrupts what runs and waits a while for it. To be called while the
   * connections are still open: a transaction that outlives them ends as an error in the log.
   *
   * @param ending what leans on others first
   */
  public static void end(ExecutorService... ending) {
    for (ExecutorService one : ending) {
      one.shutdownNow();
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_END);
    try {
      for (ExecutorService one : ending) {
        one.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
