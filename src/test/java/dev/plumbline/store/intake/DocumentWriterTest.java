package dev.plumbline.store.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.store.MadeReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentWriterTest {

  private static final List<Document> ONE_OF_EACH =
      List.of(
          MadeReport.about("a.example", MadeReport.row("192.0.2.1", 1, true)).named("aggregate"),
          new Document.Failure(
              "failure",
              () -> {
                throw new InvalidReportException("It is no failure report.");
              }),
          new Document.Tls(
              "tls",
              () -> {
                throw new InvalidReportException("It is no TLS report.");
              }),
          new Document.NotAReport("letter", "It is plain text."),
          new Document.Refused("bomb", "Too much.", "unpacked-bytes"));

  @Test
  void every_kind_of_document_has_a_writer_that_tells_its_name() {
    assertThat(ONE_OF_EACH)
        .extracting(document -> (Class) document.getClass())
        .containsExactlyInAnyOrder(Document.class.getPermittedSubclasses());
    assertThat(ONE_OF_EACH)
        .allSatisfy(
            document ->
                assertThat(DocumentWriters.of(document).draft().member())
                    .isEqualTo(document.member()));
  }

  @Test
  void what_cannot_be_read_as_its_kind_is_rejected_as_that_kind() {
    DocumentResult failure = result(ONE_OF_EACH.get(1));
    assertThat(failure.outcome()).isEqualTo(DocumentOutcome.REJECTED);
    assertThat(failure.kind()).isEqualTo(DocumentKind.FAILURE);
    assertThat(failure.reason()).isEqualTo("It is no failure report.");
    DocumentResult tls = result(ONE_OF_EACH.get(2));
    assertThat(tls.kind()).isEqualTo(DocumentKind.TLS);
    assertThat(tls.reason()).isEqualTo("It is no TLS report.");
  }

  @Test
  void what_is_no_report_or_was_not_unpacked_keeps_its_reason() {
    assertThat(result(new Document.NotAReport("a", "It is plain text.")))
        .isEqualTo(DocumentResult.notAReport("a", "It is plain text."));
    assertThat(result(new Document.Refused("b", "Too much.", "unpacked-bytes")))
        .isEqualTo(DocumentResult.rejected("b", "Too much.", "unpacked-bytes"));
  }

  private static DocumentResult result(Document document) {
    return DocumentWriters.of(document).draft().result();
  }
}
