package dev.plumbline.store.intake;

import dev.plumbline.mime.Submitter;
import dev.plumbline.store.intake.ItemDraft.DocumentDraft;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Stores one document; each kind of report has an implementation. */
interface DocumentWriter {

  /** The writer of a document, by its kind. */
  static DocumentWriter of(Document document) {
    if (document instanceof Document.Aggregate report) {
      return new AggregateWriter(report);
    }
    if (document instanceof Document.Failure failure) {
      return new FailureWriter(failure);
    }
    if (document instanceof Document.Tls tls) {
      return new TlsWriter(tls);
    }
    if (document instanceof Document.NotAReport not) {
      return new Settled(DocumentResult.notAReport(not.member(), not.reason()));
    }
    if (document instanceof Document.Refused refused) {
      return new Settled(
          DocumentResult.rejected(refused.member(), refused.reason(), refused.limit()));
    }
    throw new AssertionError(document);
  }

  /**
   * Reads a small document into memory, outside of any transaction; {@link BatchWriter} writes it.
   *
   * @throws ReportDraft.TooLargeException if it does not fit
   */
  DocumentDraft draft();

  /** Reads a document of any size and writes it meanwhile, in the transaction of its item. */
  DocumentResult write(ItemTransaction item) throws SQLException;

  /**
   * The item a document belongs to, while it is being written.
   *
   * @param made its transaction
   * @param rawId its bytes; null if they are too many to keep
   * @param submitter whose mail it is; null if it is none
   */
  record ItemTransaction(
      IntakeTransaction made,
      long intakeId,
      @Nullable Long rawId,
      Instant receivedAt,
      @Nullable Submitter submitter) {

    Connection connection() {
      return made.connection();
    }
  }

  /** A document of which nothing but its outcome is stored. */
  record Settled(DocumentResult result) implements DocumentWriter {

    @Override
    public DocumentDraft draft() {
      return DocumentDraft.settled(result);
    }

    @Override
    public DocumentResult write(ItemTransaction item) {
      return result;
    }
  }
}
