package dev.plumbline.store.intake;

import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.report.tls.TlsReport;
import org.jspecify.annotations.Nullable;

/** A document: a report of some kind to be written, or what became of it already. */
record DocumentDraft(
    String member,
    @Nullable ReportDraft report,
    @Nullable FailureReport failure,
    @Nullable TlsReport tls,
    @Nullable DocumentResult result) {

  static DocumentDraft settled(DocumentResult result) {
    return new DocumentDraft(result.member(), null, null, null, result);
  }

  long size() {
    long failures =
        tls == null ? 0 : tls.policies().stream().mapToLong(p -> p.failures().size()).sum();
    return report == null ? 500 + 200 * failures : report.chars();
  }
}
