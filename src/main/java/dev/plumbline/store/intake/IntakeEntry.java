package dev.plumbline.store.intake;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the intake log: one message or file and what became of it.
 *
 * @param sizeBytes its size, null if its bytes were not kept
 * @param documents what became of each document in it
 */
public record IntakeEntry(
    long id,
    Instant receivedAt,
    String channel,
    String name,
    @Nullable String messageId,
    Outcome outcome,
    String reason,
    @Nullable String limit,
    @Nullable Long sizeBytes,
    List<DocumentResult> documents) {

  public IntakeEntry {
    documents = List.copyOf(documents);
  }
}
