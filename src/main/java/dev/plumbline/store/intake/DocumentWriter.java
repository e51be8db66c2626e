package dev.plumbline.store.intake;

import dev.plumbline.mime.Submitter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores one document; each kind of report has an implementation, which {@link DocumentWriters}
 * knows.
 */
interface DocumentWriter {

  /**
   * Reads a small document into memory, outside of any transaction; {@link BatchWriter} writes it.
   *
   * @throws ReportDraft.TooLargeException if it does not fit
   */
  DocumentDraft draft();

  /** Reads a document of any size and writes it meanwhile, in the transaction of its item. */
  DocumentResult write(ItemTransaction item) throws SQLException;

  /** Another report that was met in the same document; to be asked once it was read. */
  default Optional<Document> following() {
    return Optional.empty();
  }

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
