package dev.plumbline.store;

import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What is being worked at, for whose end that of the program waits. */
public final class Underway {

  /** Whoever works is a party to it, and the end is the first one. */
  private final Phaser working = new Phaser(1);

  private volatile boolean ending;

  /** Whether work may begin; if so, {@link #end} has to follow. */
  public boolean begin() {
    return !ending && working.register() >= 0;
  }

  /** Something that began is over. */
  public void end() {
    working.arriveAndDeregister();
  }

  /** Lets nothing begin any more, and waits some seconds for what began. */
  public void await() {
    ending = true;
    int phase = working.arriveAndDeregister();
    try {
      working.awaitAdvanceInterruptibly(phase, BackgroundThreads.SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // It is told of by itself, as the error that it ends with.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
