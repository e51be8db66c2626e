package dev.plumbline.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/systemd}, looked at by systemd itself where there is one. */
class SystemdTest {

  private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");
  private static final Path FOLDER = Path.of("deploy/systemd");

  /** Of ten, which is no protection at all; many services that face a network have nine. */
  private static final double MOST_EXPOSURE = 2.5;

  private static final Pattern EXPOSURE = Pattern.compile("exposure level for \\S+: ([0-9.]+)");

  @TempDir Path folder;

  @Test
  void the_units_are_understood_as_a_whole() throws Exception {
    needSystemd();
    for (String unit :
        List.of("plumbline.service", "plumbline-backup.service", "plumbline-backup.timer")) {
      String said = run(List.of("verify", "--man=no", copy(unit).toString()));
      assertThat(said).as(unit).isEmpty();
    }
  }

  @Test
  void the_units_may_do_little() throws Exception {
    needSystemd();
    for (String unit : List.of("plumbline.service", "plumbline-backup.service")) {
      String said = run(List.of("security", "--offline=true", "--no-pager", copy(unit).toString()));
      Matcher exposure = EXPOSURE.matcher(said);
      assertThat(exposure.find()).as(said).isTrue();
      assertThat(Double.parseDouble(exposure.group(1))).as(unit).isLessThanOrEqualTo(MOST_EXPOSURE);
    }
  }

  @Test
  void settings_of_the_units_are_known() throws IOException {
    for (String unit : List.of("plumbline.service", "plumbline-backup.service")) {
      Matcher variable =
          Pattern.compile("(?m)^Environment=(PLUMBLINE_[A-Z_]+)=")
              .matcher(Files.readString(FOLDER.resolve(unit)));
      while (variable.find()) {
        assertThat(DeployFiles.isVariable(variable.group(1))).as(variable.group(1)).isTrue();
      }
    }
  }

  @Test
  void user_and_folders_are_those_of_the_unit() throws IOException {
    assertThat(Files.readString(FOLDER.resolve("plumbline.sysusers")))
        .containsPattern("(?m)^u plumbline - \"Plumbline\" /var/lib/plumbline ");
    assertThat(Files.readString(FOLDER.resolve("plumbline.tmpfiles")))
        .containsPattern("(?m)^d /etc/plumbline 0750 root plumbline -$");
    assertThat(Files.readString(FOLDER.resolve("plumbline.service")))
        .contains(
            "User=plumbline", "StateDirectory=plumbline", "PLUMBLINE_DATA_DIR=/var/lib/plumbline");
  }

  private static void needSystemd() {
    if (!Files.exists(ANALYZE)) {
      System.out.println("SKIPPED: SystemdTest needs " + ANALYZE);
    }
    assumeTrue(Files.exists(ANALYZE), "needs " + ANALYZE);
  }

  /** The unit with a program that is there. */
  private Path copy(String unit) throws IOException {
    Path timer = folder.resolve("plumbline-backup.service");
    for (String name :
        List.of("plumbline.service", "plumbline-backup.service", "plumbline-backup.timer")) {
      Files.writeString(
          folder.resolve(name),
          Files.readString(FOLDER.resolve(name)).replace("/opt/plumbline/plumbline", "/bin/true"));
    }
    assertThat(timer).exists();
    return folder.resolve(unit);
  }

  private static String run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ANALYZE.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SYSTEMD_COLORS", "0");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
  }
}
