package dev.plumbline.review.json;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.plumbline.store.intake.DocumentKind;
import dev.plumbline.store.intake.DocumentResult;
import dev.plumbline.store.intake.IntakeEntry;
import dev.plumbline.store.intake.ItemOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item that was taken in, and what became of it.
 *
 * @param limit the name of the limit that it hit, null if it hit none
 * @param intakeId its entry in the intake log, null if it was not logged
 * @param receivedAt null, as are channel, message and size, in the answer to who sent it
 * @param sizeBytes null also if its bytes were not kept
 */
@JsonNaming(SnakeCaseStrategy.class)
public record IntakeJson(
    String name,
    String outcome,
    String reason,
    @Nullable String limit,
    @Nullable Long intakeId,
    @Nullable String receivedAt,
    @Nullable String channel,
    @Nullable String messageId,
    @Nullable Long sizeBytes,
    List<Document> documents) {

  public IntakeJson {
    documents = List.copyOf(documents);
  }

  /** What became of an item just now. */
  public static IntakeJson of(String name, ItemOutcome outcome) {
    return new IntakeJson(
        name,
        outcome.outcome().wire(),
        outcome.reason(),
        outcome.limit(),
        outcome.intakeId() == 0 ? null : outcome.intakeId(),
        null,
        null,
        null,
        null,
        documents(outcome.documents()));
  }

  public static IntakeJson of(IntakeEntry entry) {
    return new IntakeJson(
        entry.name(),
        entry.outcome().wire(),
        entry.reason(),
        entry.limit(),
        entry.id(),
        entry.receivedAt().toString(),
        entry.channel(),
        entry.messageId(),
        entry.sizeBytes(),
        documents(entry.documents()));
  }

  private static List<Document> documents(List<DocumentResult> results) {
    return results.stream().map(Document::of).toList();
  }

  /** One document in an item; the numbers name the stored report. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Document(
      String member,
      String outcome,
      String reason,
      @Nullable String limit,
      @Nullable String domain,
      @Nullable Long domainId,
      @Nullable Long reportId,
      @Nullable String kind) {

    private static Document of(DocumentResult result) {
      var report = result.report();
      return new Document(
          result.member(),
          result.outcome().wire(),
          result.reason(),
          result.limit(),
          result.domain().isEmpty() ? null : result.domain(),
          report == null ? null : report.domainId(),
          report == null || result.kind() != DocumentKind.AGGREGATE ? null : report.reportId(),
          result.kind() == null ? null : result.kind().wire());
    }
  }
}
