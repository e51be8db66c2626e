package dev.plumbline.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cli.Main;
import dev.plumbline.store.server.DirectDatabase;
import dev.plumbline.store.server.EmbeddedDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on the built-in database whose tables a later version made, as processes. */
class NewerTablesTest {

  @TempDir Path folder;

  @Test
  void whatever_is_asked_of_tables_too_new_is_refused_and_leaves_no_server_running()
      throws Exception {
    Path data = folder.resolve("data");
    try (EmbeddedDatabase server = EmbeddedDatabase.open(data);
        DirectDatabase direct = DirectDatabase.connectOrMake(server.access(), "2min", () -> {})) {
      direct
          .database()
          .write(
              "insert into flyway_schema_history select installed_rank + 1000, '9999', 'later',"
                  + " type, 'V9999__later.sql', 1, installed_by, installed_on, 1, true from"
                  + " flyway_schema_history order by installed_rank desc limit 1");
    }
    String file = Files.writeString(folder.resolve("letter.eml"), "Subject: x\n\ny\n").toString();
    for (String[] command :
        new String[][] {{"ingest", file}, {"ingest", "--unjudged", file}, {"domains"}, {"serve"}}) {
      Path said = folder.resolve("said");
      Process process = start(data, said, command);
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
      assertThat(Files.readString(said, StandardCharsets.UTF_8))
          .as(command[0])
          .contains("by a newer Plumbline")
          .doesNotContain("\tat ");
      assertThat(process.exitValue()).as(command[0]).isEqualTo(2);
      assertThat(data.resolve("postgres-17/cluster/postmaster.pid"))
          .as("the server that %s started", command[0])
          .doesNotExist();
    }
  }

  private Process start(Path data, Path said, String... command) throws IOException {
    List<String> java =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dplumbline.home=" + folder,
                "-Dplumbline.data-dir=" + data,
                "-Dplumbline.http.port=0",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    java.addAll(List.of(command));
    return new ProcessBuilder(java).redirectErrorStream(true).redirectOutput(said.toFile()).start();
  }
}
