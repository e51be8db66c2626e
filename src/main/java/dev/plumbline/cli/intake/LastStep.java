package dev.plumbline.cli.intake;

import dev.plumbline.store.Database;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The judging of what came in, which a database that starts again meanwhile does not end. */
final class LastStep {

  private static final int TRIES = 4;

  private final Runnable judging;
  private final Duration pause;
  private final BooleanSupplier ending;

  /**
   * What is to be done.
   *
   * @param judging may be run again after it was cut off
   * @param pause before it is run again
   * @param ending whether somebody wants the program to end
   */
  LastStep(Runnable judging, Duration pause, BooleanSupplier ending) {
    this.judging = judging;
    this.pause = pause;
    this.ending = ending;
  }

  /** Judges; where the database stays away, that is said, and who judges then. */
  boolean run(PrintWriter err) {
    say(err, "Judging what came in ...");
    for (int tries = 1; ; tries++) {
      try {
        judging.run();
        return true;
      } catch (RuntimeException e) {
        if (!Database.isDown(e)) {
          throw e;
        }
      }
      if (tries == TRIES || ending.getAsBoolean() || !pause()) {
        // Who is told to end closes the database before.
        say(
            err,
            (ending.getAsBoolean() ? "" : "The database cannot be reached. ")
                + "What came in is judged by `plumbline serve`, or when this is run again.");
        return false;
      }
      say(err, "The database went away; judging what came in once more ...");
    }
  }

  private boolean pause() {
    try {
      Thread.sleep(pause.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void say(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }
}
