package dev.plumbline.intake;

import dev.plumbline.store.intake.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a folder of messages, each known by a UID (RFC 3501 section 2.3.1.1). All
 * methods throw {@link MailboxException}.
 */
public interface Mailbox extends AutoCloseable {

  /** Connects. */
  @FunctionalInterface
  interface Opener {
    Mailbox open();
  }

  /**
   * A message that has not been fetched yet.
   *
   * @param sizeBytes as the server says, which may be wrong
   * @param subject decoded, empty if there is none
   */
  record Letter(long uid, long sizeBytes, @Nullable String messageId, String subject) {}

  /** What UIDs are good for: they mean other messages once this changes. */
  long uidValidity();

  /** The UIDs of all messages that were not put away, oldest first. */
  List<Long> waiting();

  /** Descriptions of some messages; those that are gone are left out. */
  List<Letter> describe(List<Long> uids);

  /**
   * Writes the bytes of a message, which stays unread.
   *
   * @param mostBytes no more than one byte above this is fetched
   * @param into may have got a part of the message if this throws
   * @return false if the message is gone
   */
  boolean fetch(Letter letter, long mostBytes, Spool into);

  /**
   * Moves, flags or deletes messages, as the settings say, so that they do not wait any more; those
   * that are gone are ignored. May be asked again after a failure.
   */
  void putAway(Collection<Long> uids, Outcome outcome);

  /** Whether {@link #awaitNews} hears of new messages. */
  boolean tellsNews();

  /**
   * Waits for messages that have come since {@link #waiting} was asked.
   *
   * @param enough ends the wait soon after it becomes true
   * @return whether there may be some
   */
  boolean awaitNews(Duration most, BooleanSupplier enough);

  /** Never throws. */
  @Override
  void close();
}
