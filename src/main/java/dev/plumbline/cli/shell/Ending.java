package dev.plumbline.cli.shell;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * That the process is told to end while a command is at work. What breaks by that is no news: it is
 * said in one sentence, and the database is left as at every other end.
 */
public final class Ending implements AutoCloseable {

  /** What stops by itself takes no longer; PostgreSQL and supervisors wait for more. */
  private static final int MOMENT_SECONDS = 5;

  private static volatile boolean underWay;
  private static volatile @Nullable CountDownLatch stopping;

  private final Thread hook;

  private Ending(Runnable leave) {
    hook =
        new Thread(
            () -> {
              underWay = true;
              Logger.getLogger("").setLevel(Level.OFF);
              FoldedText.errors()
                  .println(
                      "Told to end. What was committed stays; the rest can be taken up again.");
              awaitWork();
              leave.run();
            },
            "told-to-end");
  }

  /**
   * Until it is closed.
   *
   * @param leave leaves the database; it fails those who still use it
   */
  static Ending leaving(Runnable leave) {
    Ending ending = new Ending(leave);
    Runtime.getRuntime().addShutdownHook(ending.hook);
    return ending;
  }

  /**
   * Does work that looks at {@link #isUnderWay} and stops by itself then: it has a moment to do so,
   * and to say what it left.
   */
  public static <T> T stoppingByItself(Supplier<T> work) {
    CountDownLatch stopped = new CountDownLatch(1);
    stopping = stopped;
    try {
      return work.get();
    } finally {
      stopped.countDown();
    }
  }

  private static void awaitWork() {
    CountDownLatch stopped = stopping;
    if (stopped == null) {
      return;
    }
    try {
      if (!stopped.await(MOMENT_SECONDS, TimeUnit.SECONDS)) {
        FoldedText.errors().println("It does not stop by itself, and is cut short.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether failures come of that. */
  public static boolean isUnderWay() {
    return underWay;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs.
    }
  }
}
