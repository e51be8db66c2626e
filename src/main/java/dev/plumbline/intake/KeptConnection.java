package dev.plumbline.intake;

import dev.plumbline.intake.MailboxException.ConnectionLost;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The connection to a mailbox: opened when it is needed, opened again when it is lost, and kept
 * between polls only where the server tells of new messages over it. Used by one thread at a time.
 */
final class KeptConnection implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(KeptConnection.class);

  private final String name;
  private final Mailbox.Opener opener;
  private Consumer<Mailbox> opened = mailbox -> {};
  private @Nullable Mailbox current;

  /**
   * Not open yet.
   *
   * @param name of the mailbox, for the log
   */
  KeptConnection(String name, Mailbox.Opener opener) {
    this.name = name;
    this.opener = opener;
  }

  /** How a watch ended. */
  enum Watch {
    /** There may be new messages. */
    NEWS,
    /** The time is over, or the turn. */
    QUIET,
    /** Nothing can be heard of this server, at least now. */
    DEAF
  }

  /** Says who wants to know of every connection that is opened from now on. */
  void onOpening(Consumer<Mailbox> then) {
    opened = then;
  }

  /** Servers drop connections as they like; to have to connect anew once is normal. */
  <T> T call(Function<Mailbox, T> use) {
    try {
      return use.apply(connected());
    } catch (ConnectionLost e) {
      LOG.infof("%s: %s; connecting again", name, LogText.safe(e.getMessage()));
      close();
      return use.apply(connected());
    }
  }

  private Mailbox connected() {
    Mailbox open = current;
    if (open == null) {
      open = opener.open();
      current = open;
      opened.accept(open);
    }
    return open;
  }

  /** Whether {@link #watch} would hear of anything. */
  boolean isWatchable() {
    return current != null && current.tellsNews();
  }

  /** Waits for new messages, if a connection is open. */
  Watch watch(Duration most, BooleanSupplier enough) {
    Mailbox open = current;
    if (open == null || !open.tellsNews()) {
      return Watch.DEAF;
    }
    try {
      return open.awaitNews(most, enough) ? Watch.NEWS : Watch.QUIET;
    } catch (MailboxException e) {
      LOG.debugf("%s: no longer watched: %s", name, LogText.safe(e.getMessage()));
      close();
      return Watch.DEAF;
    }
  }

  @Override
  public void close() {
    Mailbox open = current;
    current = null;
    if (open != null) {
      open.close();
    }
  }
}
