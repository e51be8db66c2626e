package dev.plumbline.recheck;

import dev.plumbline.store.BackgroundThreads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The threads of the rounds. What somebody waits for goes before what is only due. */
final class RoundQueue {

  private static final int AT_ONCE = 2;

  /** Where many are due, as after a start, they leave the processor to others in between. */
  private static final Duration APART = Duration.ofMillis(300);

  /** However many they are, the last one is begun by then, unless those before it take longer. */
  private static final Duration WITHIN = Duration.ofMinutes(5);

  private final AtomicLong turns = new AtomicLong();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          0,
          TimeUnit.SECONDS,
          new PriorityBlockingQueue<>(),
          BackgroundThreads.named("recheck-round"));

  private record Turn(boolean wanted, long number, Runnable round)
      implements Runnable, Comparable<Turn> {

    @Override
    public void run() {
      round.run();
    }

    @Override
    public int compareTo(Turn other) {
      return wanted == other.wanted ? Long.compare(number, other.number) : wanted ? -1 : 1;
    }
  }

  /** Has a round run that somebody asked for, or new reports. */
  void wanted(Duration delay, Runnable round) {
    add(true, delay, round);
  }

  /** Has a round run that nobody waits for. */
  void due(Duration delay, Runnable round) {
    add(false, delay, round);
  }

  private void add(boolean wanted, Duration delay, Runnable round) {
    Executor after =
        delay.isZero()
            ? threads
            : CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, threads);
    after.execute(new Turn(wanted, turns.incrementAndGet(), round));
  }

  /** How long after one another so many rounds that are due may begin. */
  static Duration apart(int rounds) {
    Duration even = WITHIN.dividedBy(Math.max(rounds, 1));
    return even.compareTo(APART) < 0 ? even : APART;
  }

  boolean isEnding() {
    return threads.isShutdown();
  }

  /** Ends them, then what they lean on. */
  void end(ExecutorService lookups) {
    BackgroundThreads.end(threads, lookups);
  }
}
