package dev.plumbline.intake;

import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** A thread that does something again and again, whatever becomes of it, until it is stopped. */
final class RepeatingTask {

  private static final Logger LOG = Logger.getLogger(RepeatingTask.class);

  private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(10);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
  private static final Duration LAST_RETRY = Duration.ofMinutes(15);

  private final Thread thread;
  private final Duration interval;
  private final Work work;
  private boolean stopped;

  /** Something done again and again. */
  interface Work {
    /**
     * Does it once.
     *
     * @param failures how many times in a row it failed before
     */
    Next run(int failures);
  }

  /** What comes after a run: whether it went well, and how long to wait. */
  record Next(boolean well, Duration pause) {}

  /**
   * A task that is not started yet.
   *
   * @param work answers whether it went well; if not, or if it throws, the next try waits longer
   */
  RepeatingTask(String name, Duration interval, Supplier<Boolean> work) {
    this(
        name,
        interval,
        failures ->
            work.get()
                ? new Next(true, interval)
                : new Next(false, retryAfter(failures + 1, interval)));
  }

  /** A task, not started yet, that says itself how long to wait. */
  RepeatingTask(String name, Duration interval, Work work) {
    this.interval = interval;
    this.work = work;
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Whether the work should end soon. */
  synchronized boolean isStopped() {
    return stopped;
  }

  /** Asks the thread to end and waits a while for it. */
  void stop() {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
    try {
      thread.join(PATIENCE_AT_STOP.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    int failures = 0;
    while (!isStopped()) {
      Next next = runOnce(failures);
      failures = next.well() ? 0 : failures + 1;
      await(next.pause());
    }
  }

  private Next runOnce(int failures) {
    try {
      return work.run(failures);
    } catch (RuntimeException e) {
      // A thread that ended here would be a mailbox that nobody reads any more.
      LOG.errorf(e, "%s failed", thread.getName());
      return new Next(false, retryAfter(failures + 1, interval));
    }
  }

  /** Doubles from ten seconds to fifteen minutes; intervals that are shorter or longer stay so. */
  static Duration retryAfter(int failures, Duration interval) {
    Duration first = interval.compareTo(FIRST_RETRY) < 0 ? interval : FIRST_RETRY;
    Duration last = interval.compareTo(LAST_RETRY) > 0 ? interval : LAST_RETRY;
    Duration wait = first.multipliedBy(1L << Math.min(failures - 1, 20));
    return wait.compareTo(last) > 0 ? last : wait;
  }

  private synchronized void await(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    try {
      for (long left = duration.toMillis();
          !stopped && left > 0;
          left = (end - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (InterruptedException e) {
      stopped = true;
    }
  }
}
