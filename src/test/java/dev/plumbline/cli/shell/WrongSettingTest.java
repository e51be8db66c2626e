package dev.plumbline.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrongSettingTest {

  @ConfigMapping(prefix = "plumbline.tried")
  interface Tried {
    Optional<Integer> number();

    Optional<Duration> pause();

    Optional<Kind> kind();

    Optional<Integer> secret();

    /** What is one of few. */
    enum Kind {
      STRICT,
      RELAXED
    }
  }

  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty("plumbline.config");
    System.clearProperty("smallrye.config.locations");
    System.clearProperty("plumbline.tried.number");
  }

  @Test
  void a_wrong_setting_is_told_with_its_file_and_with_what_would_be_right() throws IOException {
    assertThat(said("plumbline.tried.number=many"))
        .isEqualTo(
            "plumbline.tried.number is \"many\" in "
                + folder.resolve("plumbline.properties")
                + "; it must be a whole number.");
    assertThat(said("plumbline.tried.pause=soon"))
        .startsWith("plumbline.tried.pause is \"soon\" in ")
        .endsWith("; it must be a time such as 30s, 5m or 2h.");
    assertThat(said("plumbline.tried.kind=loose"))
        .startsWith("plumbline.tried.kind is \"loose\" in ")
        .endsWith("; it must be one of relaxed, strict.");
    assertThat(said("plumbline.tried.other=1"))
        .startsWith("plumbline.tried.other in ")
        .endsWith(" is no setting.");
  }

  @Test
  void the_file_is_not_blamed_for_what_was_said_in_front_of_it() throws IOException {
    System.setProperty("plumbline.tried.number", "few");
    assertThat(said("plumbline.tried.number=7"))
        .isEqualTo("plumbline.tried.number is \"few\"; it must be a whole number.");
  }

  @Test
  void several_wrong_settings_are_told_at_once_and_secrets_are_not() throws IOException {
    assertThat(said("plumbline.tried.number=many\nplumbline.tried.secret=hush"))
        .contains("plumbline.tried.number is \"many\"", "plumbline.tried.secret is something else")
        .doesNotContain("hush", "SRCFG");
  }

  @Test
  void what_the_start_says_of_a_value_of_another_type_is_told_likewise() throws IOException {
    settings("plumbline.db.read-lag=soon\nplumbline.secrets.password=hush");
    assertThat(started("class java.time.Duration for: plumbline.db.read-lag"))
        .startsWith("plumbline.db.read-lag is \"soon\" in ")
        .endsWith("; it must be a time such as 30s, 5m or 2h.");
    assertThat(started("int for: plumbline.secrets.password"))
        .startsWith("plumbline.secrets.password is something else in ")
        .endsWith("; it must be a whole number.");
    assertThat(WrongSetting.said(new IllegalStateException("Port 1 is in use."))).isEmpty();
  }

  private static String started(String complaint) {
    Throwable cause = new IllegalStateException("Failed to load config value of type " + complaint);
    return WrongSetting.said(new IllegalStateException("It did not start.", cause)).orElseThrow();
  }

  private Path settings(String text) throws IOException {
    Path file = folder.resolve("plumbline.properties");
    Files.writeString(file, text);
    System.setProperty("plumbline.config", file.toString());
    return file;
  }

  private String said(String settings) throws IOException {
    settings(settings);
    String[] said = new String[1];
    assertThatThrownBy(() -> Settings.load().mapped(Tried.class))
        .isInstanceOf(UserException.class)
        .satisfies(wrong -> said[0] = wrong.getMessage());
    return said[0];
  }
}
