package dev.plumbline.intake.imap;

import dev.plumbline.store.BackgroundThreads;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Looks again and again whether a wait is over, and then ends it, once. */
final class IdleEnd {

  private static final long LOOK_MILLIS = 200;

  private static final ScheduledExecutorService LOOKS =
      Executors.newSingleThreadScheduledExecutor(BackgroundThreads.named("idle-end"));

  private final ScheduledFuture<?> looking;

  IdleEnd(BooleanSupplier over, Runnable end) {
    looking =
        LOOKS.scheduleWithFixedDelay(
            () -> {
              if (over.getAsBoolean()) {
                end.run();
              }
            },
            0,
            LOOK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** Looks no more. */
  void close() {
    looking.cancel(false);
  }
}
