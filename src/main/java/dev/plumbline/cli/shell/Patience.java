package dev.plumbline.cli.shell;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says on standard error what a command waits for, if it waits long. */
public final class Patience implements AutoCloseable {

  private static final long LONG_SECONDS = 3;

  private final CountDownLatch over = new CountDownLatch(1);

  private Patience() {}

  /** Begins to wait; the end of it is {@link #close}. */
  public static Patience with(String what) {
    Patience patience = new Patience();
    Thread teller =
        new Thread(
            () -> {
              try {
                if (!patience.over.await(LONG_SECONDS, TimeUnit.SECONDS)) {
                  FoldedText.errors().println(what);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "patience");
    teller.setDaemon(true);
    teller.start();
    return patience;
  }

  @Override
  public void close() {
    over.countDown();
  }
}
