package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with a Java that says by which locale it was started. */
class LauncherTest {

  @TempDir private Path folder;

  @Test
  void without_a_locale_names_beyond_ascii_can_be_read_and_written() throws Exception {
    assumeTrue(run(Map.of("LC_ALL", "C.UTF-8"), "locale", "charmap").contains("UTF-8"));
    Path launcher = unpacked();
    for (String none : new String[] {"C", "POSIX", ""}) {
      assertThat(run(Map.of("LANG", none), launcher.toString(), "domains"))
          .as("LANG=" + none)
          .contains("started with C.UTF-8.");
    }
    assertThat(run(Map.of("LANG", "de_DE.ISO-8859-1"), launcher.toString(), "domains"))
        .contains("started with .");
    assertThat(run(Map.of("LANG", "C", "LC_ALL", "de_DE"), launcher.toString(), "domains"))
        .contains("started with de_DE.");
  }

  @Test
  void what_it_learns_by_after_a_build_is_not_taken_into_the_database_that_is_set()
      throws Exception {
    Path launcher = unpacked();
    Path here = Files.createDirectories(folder.resolve("here"));
    Files.writeString(here.resolve("plumbline.properties"), "plumbline.db.url=jdbc:of-a-file");
    run(
        Map.of(
            "PLUMBLINE_DB_URL",
            "jdbc:of-a-variable",
            "plumbline_db_url",
            "jdbc:of-another",
            "QUARKUS_DATASOURCE_JDBC_URL",
            "jdbc:of-quarkus",
            "PLUMBLINE_CONFIG",
            here.resolve("plumbline.properties").toString()),
        "sh",
        "-c",
        "cd '%s' && '%s' domains".formatted(here, launcher));
    String learning = Files.readString(folder.resolve("learning"));
    assertThat(learning)
        .doesNotContain("jdbc:", "plumbline.properties", "\nPWD=" + here)
        .containsPattern("(?m)^PLUMBLINE_DATA_DIR=.*/home/cache/classes-.*\\.data$")
        .containsPattern("(?m)^PWD=.*/home/cache/classes-.*\\.data$");
  }

  /** As an archive lies when it is unpacked. */
  private Path unpacked() throws IOException {
    Path home = Files.createDirectories(folder.resolve("home/app/app")).resolve("../..");
    Files.writeString(home.resolve("app/quarkus-run.jar"), "");
    Files.writeString(home.resolve("app/app/plumbline.jar"), "");
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        case "$*" in *cli.Training) env >'%s' ;; esac
        echo "started with $LC_ALL."
        """
            .formatted(folder.resolve("learning")));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return Files.copy(Path.of("plumbline"), home.resolve("plumbline")).normalize();
  }

  private String run(Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.equals("LANG") || name.startsWith("LC_"));
    environment.putAll(new HashMap<>(variables));
    environment.put("JAVA_HOME", folder.resolve("jdk").toString());
    Process process = builder.start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return told;
  }
}
