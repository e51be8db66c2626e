package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.tls.TlsReport;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Stores one TLS report; it always fits into memory. */
final class TlsWriter implements DocumentWriter {

  private final Document.Tls document;

  TlsWriter(Document.Tls document) {
    this.document = document;
  }

  @Override
  public DocumentDraft draft() {
    try {
      TlsReport report = document.reading().read();
      TlsRows.check(report);
      return new DocumentDraft(document.member(), null, null, report, null);
    } catch (InvalidReportException | IOException e) {
      return DocumentDraft.settled(DocumentResult.unusable(document.member(), DocumentKind.TLS, e));
    }
  }

  @Override
  public DocumentResult write(ItemTransaction item) throws SQLException {
    DocumentDraft draft = draft();
    return draft.tls() == null
        ? Objects.requireNonNull(draft.result())
        : new TlsRows(item.made())
            .write(
                List.of(
                    new TlsRows.Entry(
                        draft.tls(), draft.member(), item.intakeId(), item.receivedAt())))
            .get(0);
  }
}
