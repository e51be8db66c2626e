package dev.plumbline.store.intake;

/** Knows how each kind of document is stored. */
final class DocumentWriters {

  private DocumentWriters() {}

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
      return new DocumentWriter.Settled(DocumentResult.notAReport(not.member(), not.reason()));
    }
    if (document instanceof Document.Refused refused) {
      return new DocumentWriter.Settled(
          DocumentResult.rejected(refused.member(), refused.reason(), refused.limit()));
    }
    throw new AssertionError(document);
  }
}
