package dev.plumbline.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {

  @TempDir Path data;

  @Test
  void each_process_has_a_folder_that_nobody_else_can_read() throws Exception {
    Path own = WorkFolder.make(data.resolve("work"));
    for (Path folder : new Path[] {own, own.getParent()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void what_a_killed_process_left_is_deleted_and_what_a_living_one_has_is_kept() throws Exception {
    Process first = hold();
    Path left = Path.of(first.inputReader().readLine());
    Process second = hold();
    Path kept = Path.of(second.inputReader().readLine());
    Files.writeString(left.resolve("half.upload"), "half a report");
    first.destroyForcibly();
    assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();

    Path own = WorkFolder.make(data.resolve("work"));

    assertThat(left).doesNotExist();
    assertThat(kept).isDirectory();
    assertThat(own).isDirectory();
    second.destroyForcibly();
  }

  private Process hold() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            data.resolve("work").toString())
        .start();
  }

  /** Has a folder until it is killed. */
  static final class Holder {
    public static void main(String[] args) throws Exception {
      System.out.println(WorkFolder.make(Path.of(args[0])));
      System.in.read();
    }
  }
}
