package dev.plumbline.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.plumbline.store.intake.DocumentKind;
import dev.plumbline.store.intake.DocumentResult;
import dev.plumbline.store.intake.IntakeEntry;
import dev.plumbline.store.intake.ItemOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the items of one request. */
public record IntakeAnswer(List<Item> items) {

  /**
   * One item.
   *
   * @param intakeId its entry in the intake log, null if it was not logged
   */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Item(
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

    static Item of(String name, ItemOutcome outcome) {
      return new Item(
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

    static Item of(IntakeEntry entry) {
      return new Item(
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
  }

  /** One document in an item; the numbers name the stored report. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
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
