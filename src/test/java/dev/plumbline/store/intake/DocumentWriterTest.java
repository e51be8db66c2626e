package dev.plumbline.store.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.store.MadeReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentWriterTest {

  private static final List<Document> ONE_OF_EACH =
      List.of(
          MadeReport.about("a.example", MadeReport.row("192.0.2.1", 1, true)).named("aggregate"),
          new Document.Failure("failure"),
          new Document.Tls("tls"),
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
                assertThat(DocumentWriter.of(document).draft().member())
                    .isEqualTo(document.member()));
  }

  @Test
  void failure_and_tls_reports_are_kept_and_not_evaluated() {
    assertThat(result(new Document.Failure("a")))
        .isEqualTo(
            DocumentResult.rejected(
                "a", "Failure report: kept, not evaluated by this version.", null));
    assertThat(result(new Document.Tls("b")))
        .isEqualTo(
            DocumentResult.rejected("b", "TLS report: kept, not evaluated by this version.", null));
  }

  @Test
  void what_is_no_report_or_was_not_unpacked_keeps_its_reason() {
    assertThat(result(new Document.NotAReport("a", "It is plain text.")))
        .isEqualTo(DocumentResult.notAReport("a", "It is plain text."));
    assertThat(result(new Document.Refused("b", "Too much.", "unpacked-bytes")))
        .isEqualTo(DocumentResult.rejected("b", "Too much.", "unpacked-bytes"));
  }

  private static DocumentResult result(Document document) {
    return DocumentWriter.of(document).draft().result();
  }
}
