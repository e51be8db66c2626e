package dev.plumbline.store.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one message or file.
 *
 * @param reason one sentence
 * @param limit the limit that was hit, if one was
 * @param intakeId its entry in the intake log; 0 if it was not logged
 * @param documents what became of each document in it, in order
 */
public record ItemOutcome(
    Outcome outcome,
    String reason,
    @Nullable String limit,
    long intakeId,
    List<DocumentResult> documents) {

  public ItemOutcome {
    documents = List.copyOf(documents);
  }
}
