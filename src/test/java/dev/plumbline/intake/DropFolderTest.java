package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.store.Outcome;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropFolderTest {

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
