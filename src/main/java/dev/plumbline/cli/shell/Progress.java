package dev.plumbline.cli.shell;

import dev.plumbline.dns.Counted;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Says on standard error, every now and then, how far a long work came, and at its end how long it
 * took; a short one says nothing.
 */
public final class Progress {

  /** Whoever waits does not wonder meanwhile, and a log is not full of it. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final PrintWriter err;
  private final String done;
  private final String thing;
  private final long all;
  private final LongSupplier nanos;
  private final long began;
  private long told;
  private long count;

  /**
   * The progress of one work.
   *
   * @param done what was made of so many, as "Judged"
   * @param thing one of them, as "domain"
   * @param all how many there are; 0 if nobody knows
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
    this.began = nanos.getAsLong();
    this.told = began;
  }

  /** One more is done. */
  public void step() {
    step(1);
  }

  /** So many more are done. */
  public void step(long more) {
    count += more;
    long now = nanos.getAsLong();
    if (count > 0 && (count < all || all == 0) && now - told >= PAUSE.toNanos()) {
      told = now;
      err.println(
          all == 0
              ? "%s %s ...".formatted(done, Counted.of(count, thing))
              : "%s %s of %s ...".formatted(done, Counted.number(count), Counted.of(all, thing)));
      err.flush();
    }
  }

  /** The work is over. */
  public void end() {
    Duration took = Duration.ofNanos(nanos.getAsLong() - began);
    if (took.compareTo(PAUSE) >= 0) {
      double seconds = took.toMillis() / 1_000.0;
      err.println(
          String.format(
              Locale.ENGLISH,
              "It took %,.1f s, %,.0f %ss a second.",
              seconds,
              count / seconds,
              thing));
      err.flush();
    }
  }
}
