package dev.plumbline.intake;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** How much of something was done in this process, and how long it took. */
public final class Pace {

  private static final double NANOS = 1e9;

  private final LongAdder items = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  /** Does it, to so many at once; what fails took its time, too. */
  <T> T took(int some, Supplier<T> work) {
    long begin = System.nanoTime();
    try {
      return work.get();
    } finally {
      items.add(some);
      nanos.add(System.nanoTime() - begin);
    }
  }

  public long items() {
    return items.sum();
  }

  public double seconds() {
    return nanos.sum() / NANOS;
  }
}
