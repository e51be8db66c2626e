package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.failure.FailureReport;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Stores one failure report; it always fits into memory. */
final class FailureWriter implements DocumentWriter {

  private final Document.Failure document;

  FailureWriter(Document.Failure document) {
    this.document = document;
  }

  @Override
  public DocumentDraft draft() {
    try {
      FailureReport report = document.reading().read();
      FailureCause.of(report); // Says why it cannot be stored, if so.
      return new DocumentDraft(document.member(), null, report, null, null);
    } catch (InvalidReportException | IOException e) {
      return DocumentDraft.settled(
          DocumentResult.unusable(document.member(), DocumentKind.FAILURE, e));
    }
  }

  @Override
  public DocumentResult write(ItemTransaction item) throws SQLException {
    DocumentDraft draft = draft();
    return draft.failure() == null
        ? Objects.requireNonNull(draft.result())
        : new FailureRows(item.made())
            .write(
                List.of(
                    new FailureRows.Entry(
                        draft.failure(), draft.member(), item.intakeId(), item.receivedAt())))
            .get(0);
  }
}
