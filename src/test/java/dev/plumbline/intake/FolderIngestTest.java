package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.FolderIngest.IngestSummary;
import dev.plumbline.intake.FolderIngest.IngestedFile;
import dev.plumbline.store.intake.Outcome;
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
  void a_link_in_a_folder_is_said_to_be_one() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.xml"), folder.resolve("b.xml"));
    assertThat(ingest(folder).skipped()).isEqualTo(4);
    assertThat(progress)
        .filteredOn(file -> file.file().endsWith("link.xml"))
        .extracting(IngestedFile::reason)
        .containsExactly("It is a link, which is followed only where it is named itself.");
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

  @Test
  void of_a_maildir_the_delivered_messages_are_taken() throws IOException {
    Path maildir = folder.resolve("mail");
    for (String file :
        List.of("cur/1.a:2,S", "new/2.b", "tmp/3.c", ".Sent/cur/4.d:2,S", "dovecot-uidlist")) {
      Files.createDirectories(maildir.resolve(file).getParent());
      Files.writeString(maildir.resolve(file), "x");
    }
    IngestSummary summary = ingest(maildir);
    assertThat(intake.taken).containsExactly("1.a:2,S", "2.b");
    assertThat(summary.skipped()).isEqualTo(1);
  }

  @Test
  void each_message_of_an_mbox_file_has_an_outcome_of_its_own() throws IOException {
    String from = "From a@b.example Mon Nov 23 10:20:30 2026\n";
    Path mbox = Files.writeString(folder.resolve("all.mbox"), (from + "S: x\n\nx\n\n").repeat(3));
    intake.answers.put("all.mbox, message 2", Outcome.REJECTED);
    IngestSummary summary = ingest(mbox);
    assertThat(intake.taken)
        .containsExactly("all.mbox, message 1", "all.mbox, message 2", "all.mbox, message 3");
    assertThat(summary.count(Outcome.STORED)).isEqualTo(2);
    assertThat(summary.count(Outcome.REJECTED)).isEqualTo(1);
    assertThat(progress).extracting(IngestedFile::message).containsExactly(1, 2, 3);
    assertThat(progress.get(1).name()).isEqualTo(mbox + ", message 2");
  }

  @Test
  void a_single_mail_with_a_from_line_is_one_file() throws IOException {
    ingest(
        Files.writeString(
            folder.resolve("one.eml"), "From a@b.example Mon Nov 23 10:20:30 2026\nS: x\n\nx\n"));
    assertThat(intake.taken).containsExactly("one.eml");
  }

  @Test
  void a_message_to_be_tried_again_ends_its_mbox_file() throws IOException {
    String from = "From a@b.example Mon Nov 23 10:20:30 2026\n";
    Path mbox = Files.writeString(folder.resolve("all.mbox"), (from + "S: x\n\n").repeat(3));
    intake.answers.put("all.mbox, message 2", Outcome.TRY_AGAIN);
    assertThat(ingest(mbox).isClean()).isFalse();
    assertThat(intake.taken).hasSize(2);
  }

  @Test
  void told_to_stop_it_finishes_what_has_begun_and_counts_what_is_left() throws IOException {
    Path many = Files.createDirectory(folder.resolve("many"));
    for (int i = 0; i < 60; i++) {
      Files.writeString(many.resolve("file-%02d.eml".formatted(i)), "x");
    }
    String from = "From a@b.example Mon Nov 23 10:20:30 2026\n";
    Files.writeString(many.resolve("last.mbox"), (from + "S: x\n\n").repeat(3));
    IngestSummary summary =
        new FolderIngest(intake)
            .ingest(List.of(many), progress::add, () -> !intake.taken.isEmpty());
    assertThat(summary.left()).isPositive().isEqualTo(61 - progress.size());
    assertThat(progress).hasSize(intake.taken.size());
    assertThat(summary.isClean()).isFalse();
  }

  @Test
  void what_fails_because_the_database_is_being_left_is_a_number_and_no_line() throws IOException {
    Path two = Files.createDirectory(folder.resolve("two"));
    Files.writeString(two.resolve("a.eml"), "x");
    Files.writeString(two.resolve("b.eml"), "x");
    intake.answers.put("b.eml", Outcome.TRY_AGAIN);
    IngestSummary summary =
        new FolderIngest(intake)
            .ingest(List.of(two), progress::add, () -> intake.taken.contains("b.eml"));
    assertThat(progress).extracting(file -> file.file().getFileName()).hasToString("[a.eml]");
    assertThat(summary.left()).isEqualTo(1);
    assertThat(summary.count(Outcome.TRY_AGAIN)).isZero();
  }

  private IngestSummary ingest(Path... paths) {
    return new FolderIngest(intake).ingest(List.of(paths), progress::add);
  }
}
