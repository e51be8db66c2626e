package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.store.intake.Outcome;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropFolderTest {

  private static final String MBOX =
      "From a@b.example Mon Nov 23 10:20:30 2026\nS: x\n\nx\n\n".repeat(3);

  @TempDir Path folder;

  private final FakeIntake intake = new FakeIntake();

  @Test
  void files_go_to_the_sub_folder_of_their_outcome() throws IOException {
    put("report.xml", "x");
    put("letter.eml", "x");
    put("broken.xml", "x");
    intake.answers.put("letter.eml", Outcome.NOT_A_REPORT);
    intake.answers.put("broken.xml", Outcome.REJECTED);
    scanTwice();
    assertThat(folder.resolve("done/report.xml")).hasContent("x");
    assertThat(folder.resolve("not-a-report/letter.eml")).exists();
    assertThat(folder.resolve("rejected/broken.xml")).exists();
    assertThat(folder.resolve("report.xml")).doesNotExist();
  }

  @Test
  void while_another_process_reads_the_folder_nothing_is_taken() throws IOException {
    put("report.xml", "x");
    DropFolder drop = drop();
    try (FolderLock theirs = FolderLock.of(folder)) {
      assertThat(theirs.isOurs()).isTrue();
      assertThat(drop.scan()).isTrue();
      assertThat(drop.scan()).isTrue();
    }
    assertThat(intake.taken).isEmpty();
    drop.scan();
    drop.scan();
    assertThat(intake.taken).containsExactly("report.xml");
    assertThat(folder.resolve(FolderLock.NAME)).exists();
  }

  @Test
  void what_is_said_of_a_file_does_not_tell_where_it_was() {
    assertThat(Intake.said(new NoSuchFileException("/secret/place/report.xml")))
        .isEqualTo("it is not there any more.");
    assertThat(Intake.said(new AccessDeniedException("/secret/place/report.xml")))
        .isEqualTo("it cannot be opened.");
    assertThat(Intake.said(new FileSystemException("/secret", null, "Too many open files")))
        .isEqualTo("Too many open files.");
  }

  @Test
  void a_file_that_still_grows_is_left_alone() throws IOException {
    DropFolder drop = drop();
    put("report.xml", "1");
    drop.scan();
    put("report.xml", "12");
    drop.scan();
    assertThat(intake.taken).isEmpty();
    drop.scan();
    assertThat(intake.taken).containsExactly("report.xml");
  }

  @Test
  void names_of_incomplete_files_are_passed_over() throws IOException {
    put("a.part", "x");
    put("b.TMP", "x");
    put(".c", "x");
    scanTwice();
    assertThat(intake.taken).isEmpty();
    assertThat(folder.resolve("a.part")).exists();
  }

  @Test
  void an_mbox_file_is_taken_message_by_message_and_moved_as_a_whole() throws IOException {
    put("good.mbox", MBOX);
    put("mixed.mbox", MBOX);
    put("letters.mbox", MBOX);
    intake.answers.put("mixed.mbox, message 2", Outcome.REJECTED);
    intake.answers.put("letters.mbox, message 1", Outcome.NOT_A_REPORT);
    intake.answers.put("letters.mbox, message 2", Outcome.NOT_A_REPORT);
    intake.answers.put("letters.mbox, message 3", Outcome.NOT_A_REPORT);
    scanTwice();
    assertThat(intake.taken).hasSize(9);
    assertThat(folder.resolve("done/good.mbox")).hasContent(MBOX);
    assertThat(folder.resolve("rejected/mixed.mbox")).exists();
    assertThat(folder.resolve("not-a-report/letters.mbox")).exists();
  }

  @Test
  void an_mbox_file_goes_on_where_it_had_to_stop() throws IOException {
    put("all.mbox", MBOX);
    intake.answers.put("all.mbox, message 2", Outcome.TRY_AGAIN);
    DropFolder drop = drop();
    drop.scan();
    assertThat(drop.scan()).isFalse();
    assertThat(folder.resolve("all.mbox")).exists();
    intake.answers.clear();
    assertThat(drop.scan()).isTrue();
    assertThat(intake.taken)
        .containsExactly(
            "all.mbox, message 1",
            "all.mbox, message 2",
            "all.mbox, message 2",
            "all.mbox, message 3");
    assertThat(folder.resolve("done/all.mbox")).exists();
  }

  @Test
  void a_maildir_is_emptied_into_sub_folders_of_its_own_kind() throws IOException {
    for (String part : new String[] {"cur", "new", "tmp"}) {
      Files.createDirectories(folder.resolve(part));
    }
    put("new/1.report", "x");
    put("cur/2.letter:2,S", "x");
    put("new/3.broken", "x");
    put("tmp/4.incomplete", "x");
    intake.answers.put("2.letter:2,S", Outcome.NOT_A_REPORT);
    intake.answers.put("3.broken", Outcome.REJECTED);
    assertThat(drop().scan()).isTrue();
    assertThat(folder.resolve(".Plumbline.Done/cur/1.report:2,")).exists();
    assertThat(folder.resolve(".Plumbline.Done/maildirfolder")).exists();
    assertThat(folder.resolve(".Plumbline.Not a report/cur/2.letter:2,S")).exists();
    assertThat(folder.resolve(".Plumbline.Rejected/cur/3.broken:2,")).exists();
    assertThat(folder.resolve("tmp/4.incomplete")).exists();
    assertThat(folder.resolve("new")).isEmptyDirectory();
  }

  @Test
  void links_and_folders_are_passed_over() throws IOException {
    Path outside = Files.writeString(Files.createTempFile("outside", ""), "x");
    Files.createSymbolicLink(folder.resolve("link"), outside);
    Files.createDirectory(folder.resolve("sub"));
    scanTwice();
    assertThat(intake.taken).isEmpty();
    Files.delete(outside);
  }

  @Test
  void a_file_to_be_tried_again_stays() throws IOException {
    put("report.xml", "x");
    intake.answers.put("report.xml", Outcome.TRY_AGAIN);
    DropFolder drop = drop();
    drop.scan();
    assertThat(drop.scan()).isFalse();
    assertThat(folder.resolve("report.xml")).exists();
    intake.answers.clear();
    assertThat(drop.scan()).isTrue();
    assertThat(folder.resolve("done/report.xml")).exists();
  }

  @Test
  void an_earlier_file_of_the_same_name_is_kept() throws IOException {
    put("report.xml", "first");
    scanTwice();
    put("report.xml", "second");
    scanTwice();
    assertThat(folder.resolve("done/report.xml")).hasContent("first");
    assertThat(folder.resolve("done/2-report.xml")).hasContent("second");
  }

  @Test
  void a_file_that_cannot_be_moved_is_taken_once_and_moved_when_it_can_be() throws IOException {
    put("report.xml", "x");
    put("done", "a file where the folder should be");
    intake.answers.put("done", Outcome.TRY_AGAIN);
    DropFolder drop = drop();
    drop.scan();
    assertThat(drop.scan()).isFalse();
    assertThat(drop.scan()).isFalse();
    Files.delete(folder.resolve("done"));
    assertThat(drop.scan()).isTrue();
    assertThat(intake.taken).containsOnlyOnce("report.xml");
    assertThat(folder.resolve("done/report.xml")).exists();
  }

  @Test
  void the_folder_and_its_interval_are_settings() {
    DropFolderSettings settings =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(
                new EnvConfigSource(
                    Map.of(
                        "PLUMBLINE_DROP_FOLDER", "/srv/reports",
                        "PLUMBLINE_DROP_FOLDER_INTERVAL", "1m"),
                    300))
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(DropFolderSettings.class)
            .build()
            .getConfigMapping(DropFolderSettings.class);
    assertThat(settings.path()).contains(Path.of("/srv/reports"));
    assertThat(settings.interval()).isEqualTo(Duration.ofMinutes(1));
  }

  private void put(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private DropFolder drop() {
    return new DropFolder(folder, intake, () -> false);
  }

  private void scanTwice() {
    DropFolder drop = drop();
    drop.scan();
    drop.scan();
  }
}
