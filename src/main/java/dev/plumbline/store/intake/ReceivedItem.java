package dev.plumbline.store.intake;

import dev.plumbline.report.Bytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message or file as received.
 *
 * @param channel where it came in: {@code mailbox:NAME}, {@code folder}, {@code upload}, {@code
 *     rest} or {@code cli}
 * @param name a file's name or a message's subject, for people
 * @param messageId the Message-ID, if it is a message that has one
 * @param receivedAt when it was taken in
 * @param raw its bytes; null where they are too many to keep
 * @param sizeBytes how many bytes it has
 */
public record ReceivedItem(
    String channel,
    String name,
    @Nullable String messageId,
    Instant receivedAt,
    @Nullable Bytes raw,
    long sizeBytes) {

  /** The name of what holds a failure report: its own often repeats a private subject. */
  static final String PRIVATE_NAME = "failure report";

  /** The item as it is recorded, once it is known what is in it. */
  public ReceivedItem holding(ItemContent content) {
    if (!content.isPrivate()) {
      return this;
    }
    return new ReceivedItem(
        channel,
        PRIVATE_NAME,
        messageId,
        receivedAt,
        raw == null || content.kept() == null ? raw : content.kept(),
        sizeBytes);
  }
}
