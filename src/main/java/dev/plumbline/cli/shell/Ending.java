package dev.plumbline.cli.shell;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * That the process is told to end while a command is at work. What breaks by that is no news: it is
 * said in one sentence, and the database is left as at every other end.
 */
public final class Ending implements AutoCloseable {

  private static volatile boolean underWay;

  private final Thread hook;

  private Ending(Runnable leave) {
    hook =
        new Thread(
            () -> {
              underWay = true;
              Logger.getLogger("").setLevel(Level.OFF);
              System.err.println(
                  "Told to end. What was committed stays; the rest can be taken up again.");
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
