package dev.plumbline.intake;

import dev.plumbline.store.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a folder of messages, each known by a UID (RFC 3501 section 2.3.1.1). All
 * methods throw {@link MailboxException}.
 */
interface Mailbox extends AutoCloseable {

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

  /** The UIDs of all messages, oldest first. */
  List<Long> waiting();

  /** Descriptions of some messages; those that are gone are left out. */
  List<Letter> describe(List<Long> uids);

  /**
   * The bytes of a message, which stays unread.
   *
   * @param mostBytes no more than one byte above this is fetched
   * @return empty if the message is gone
   */
  Optional<byte[]> fetch(Letter letter, long mostBytes);

  /** Moves messages into the folder of their outcome; those that are gone are ignored. */
  void move(Collection<Long> uids, Outcome outcome);

  /** Never throws. */
  @Override
  void close();
}
