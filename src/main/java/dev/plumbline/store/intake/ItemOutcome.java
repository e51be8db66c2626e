package dev.plumbline.store.intake;

import java.util.List;
import java.util.Locale;
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

  /** The one outcome of an item: the best that any of its documents had. */
  static ItemOutcome of(long intakeId, List<DocumentResult> documents) {
    if (documents.isEmpty()) {
      return new ItemOutcome(Outcome.NOT_A_REPORT, "It holds nothing.", null, intakeId, documents);
    }
    DocumentResult leading = documents.get(0);
    for (DocumentResult document : documents) {
      if (rank(document) < rank(leading)) {
        leading = document;
      }
    }
    Outcome outcome =
        switch (leading.outcome()) {
          case STORED -> Outcome.STORED;
          case CONFLICT -> Outcome.CONFLICT;
          case SET_ASIDE -> Outcome.SET_ASIDE;
          case DUPLICATE -> Outcome.DUPLICATE;
          case REJECTED -> Outcome.REJECTED;
          case NOT_A_REPORT -> Outcome.NOT_A_REPORT;
        };
    String reason = leading.reason();
    if (documents.size() > 1) {
      reason = counts(documents) + " " + reason;
    }
    return new ItemOutcome(outcome, reason, leading.limit(), intakeId, documents);
  }

  private static int rank(DocumentResult document) {
    return switch (document.outcome()) {
      case STORED -> 0;
      case CONFLICT -> 1;
      case SET_ASIDE -> 2;
      case DUPLICATE -> 3;
      case REJECTED -> 4;
      case NOT_A_REPORT -> 5;
    };
  }

  private static String counts(List<DocumentResult> documents) {
    StringBuilder text = new StringBuilder(documents.size() + " documents:");
    for (DocumentOutcome outcome : DocumentOutcome.values()) {
      long count = documents.stream().filter(d -> d.outcome() == outcome).count();
      if (count > 0) {
        text.append(text.charAt(text.length() - 1) == ':' ? " " : ", ")
            .append(count)
            .append(' ')
            .append(outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '));
      }
    }
    return text.append('.').toString();
  }
}
