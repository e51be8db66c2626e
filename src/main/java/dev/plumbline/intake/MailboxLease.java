package dev.plumbline.intake;

import dev.plumbline.store.Leases;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The right to read one mailbox, which one process has at a time. Taken by the thread that reads,
 * prolonged by another; after its time it is lost even if nobody could tell us, since we no longer
 * know who else has it.
 */
final class MailboxLease {

  private static final Logger LOG = Logger.getLogger(MailboxLease.class);

  private final Leases leases;
  private final String name;
  private final String holder;
  private final Duration time;
  private final LongSupplier nanoTime;

  private boolean held;
  private long goodUntil;

  /**
   * A lease that is not held yet.
   *
   * @param name what is leased, the same in every process
   * @param holder tells this process from others
   * @param time how long after its death another process waits
   */
  MailboxLease(Leases leases, String name, String holder, Duration time, LongSupplier nanoTime) {
    this.leases = leases;
    this.name = name;
    this.holder = holder;
    this.time = time;
    this.nanoTime = nanoTime;
  }

  /** Takes it if nobody else has it; the database's troubles are the caller's. */
  boolean take() {
    // Counted from before the question: the database counts from after it.
    long asked = nanoTime.getAsLong();
    boolean ours = leases.hold(name, holder, time);
    synchronized (this) {
      held = ours;
      goodUntil = asked + time.toNanos();
    }
    return ours;
  }

  /** Keeps a held lease from running out; never throws, since it is asked again soon. */
  void prolong() {
    if (!isHeld()) {
      return;
    }
    long asked = nanoTime.getAsLong();
    try {
      boolean ours = leases.prolong(name, holder, time);
      if (!ours) {
        LOG.warnf("Another process took over mailbox \"%s\"", LogText.safe(name));
      }
      synchronized (this) {
        // It may have been given back meanwhile.
        held &= ours;
        goodUntil = asked + time.toNanos();
      }
    } catch (RuntimeException e) {
      LOG.debug("The lease of a mailbox could not be prolonged", e);
    }
  }

  /** Whether it is certain that no other process reads the mailbox. */
  synchronized boolean isHeld() {
    return held && goodUntil - nanoTime.getAsLong() > 0;
  }

  /** Lets another process have it at once; never throws, since it runs out by itself. */
  void giveBack() {
    synchronized (this) {
      if (!held) {
        return;
      }
      held = false;
    }
    try {
      leases.release(name, holder);
    } catch (RuntimeException e) {
      LOG.debug("The lease of a mailbox could not be given back", e);
    }
  }
}
