package dev.plumbline.cli.shell;

import dev.plumbline.dns.Counted;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says on standard error, every now and then, how far a long work came; a short one says nothing.
 */
public final class Progress {

  /** Whoever waits does not wonder meanwhile, and a log is not full of it. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final PrintWriter err;
  private final String done;
  private final String thing;
  private final long all;
  private final LongSupplier nanos;
  private long told;
  private long count;

  /**
   * The progress of one work.
   *
   * @param done what was made of so many, as "Judged"
   * @param thing one of them, as "domain"
   * @param all how many there are
   */
  public Progress(PrintWriter err, String done, String thing, long all) {
    this(err, done, thing, all, System::nanoTime);
  }

  Progress(PrintWriter err, String done, String thing, long all, LongSupplier nanos) {
    this.err = err;
    this.done = done;
    this.thing = thing;
    this.all = all;
    this.nanos = nanos;
    this.told = nanos.getAsLong();
  }

  /** One more is done. */
  public void step() {
    count++;
    long now = nanos.getAsLong();
    if (count < all && now - told >= PAUSE.toNanos()) {
      told = now;
      err.println("%s %s of %s ...".formatted(done, Counted.number(count), Counted.of(all, thing)));
      err.flush();
    }
  }
}
