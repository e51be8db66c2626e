package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.FolderIngest.IngestSummary;
import dev.plumbline.intake.FolderIngest.IngestedFile;
import dev.plumbline.store.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderIngestTest {

  @TempDir Path folder;

  private final FakeIntake intake = new FakeIntake();
  private final List<IngestedFile> progress = new ArrayList<>();

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("sub"));
    for (String name :
        List.of(
            "b.xml", "a.eml", "README.md", "zone.db", ".hidden", "sub/c.zip", "sub/labels.tsv")) {
      Files.writeString(folder.resolve(name), "x");
    }
  }

  @Test
  void folders_are_taken_in_order_of_names_and_to_the_bottom() {
    IngestSummary summary = ingest(folder);
    assertThat(intake.taken).containsExactlyInAnyOrder("a.eml", "b.xml", "c.zip");
    assertThat(progress)
        .filteredOn(file -> file.outcome().isPresent())
        .extracting(file -> file.file().getFileName().toString())
        .containsExactly("a.eml", "b.xml", "c.zip");
    assertThat(summary.count(Outcome.STORED)).isEqualTo(3);
    assertThat(summary.isClean()).isTrue();
  }

  @Test
  void what_is_skipped_is_said() {
    IngestSummary summary = ingest(folder);
    assertThat(summary.skipped()).isEqualTo(3);
    assertThat(progress)
        .filteredOn(file -> file.outcome().isEmpty())
        .extracting(file -> file.file().getFileName().toString())
        .containsExactly("README.md", "labels.tsv", "zone.db");
  }

  @Test
  void a_file_named_itself_is_taken_whatever_it_is_called() {
    ingest(folder.resolve("README.md"), folder.resolve(".hidden"));
    assertThat(intake.taken).containsExactly("README.md", ".hidden");
  }

  @Test
  void files_stay_where_they_are() {
    ingest(folder);
    assertThat(folder.resolve("a.eml")).exists();
  }

  @Test
  void a_rejected_file_makes_the_summary_unclean() {
    intake.answers.put("b.xml", Outcome.REJECTED);
    assertThat(ingest(folder).isClean()).isFalse();
  }

  @Test
  void a_file_that_is_gone_is_to_be_tried_again() {
    assertThat(ingest(folder.resolve("missing.xml")).count(Outcome.TRY_AGAIN)).isEqualTo(1);
  }

  private IngestSummary ingest(Path... paths) {
    return new FolderIngest(intake).ingest(List.of(paths), progress::add);
  }
}
