package dev.plumbline.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.store.ClockProducer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands about the demo's data go by its day and its DNS, and those about others never do. */
class DemoFolderTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

  private static final List<String> SET =
      List.of(
          "plumbline.data-dir",
          "plumbline.today",
          "plumbline.dns.servers",
          "plumbline.dns.zone-file",
          "plumbline.db.url",
          "plumbline.mailboxes.main.host");

  private final Map<String, @Nullable String> before = new HashMap<>();

  @TempDir private Path folder;

  @BeforeEach
  void setNothing() {
    for (String name : SET) {
      before.put(name, System.clearProperty(name));
    }
    System.setProperty("plumbline.data-dir", folder.toString());
  }

  @AfterEach
  void asBefore() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  @Test
  void a_command_about_the_data_of_the_demo_goes_by_its_day_and_its_dns() {
    begun();
    AppRunner runner = new AppRunner(Settings.load());
    assertThat(runner.hasDatabase()).isFalse();
    assertThat(LocalDate.now(ClockProducer.of(Settings.load().get("plumbline.today"))))
        .isEqualTo(DAY);
    assertThat(System.getProperty("plumbline.dns.servers")).isEqualTo("none");
    assertThat(System.getProperty("plumbline.dns.zone-file")).endsWith("zone.example.db");
  }

  @Test
  void other_data_are_of_the_day_that_is() {
    AppRunner runner = new AppRunner(Settings.load());
    assertThat(runner.hasDatabase()).isFalse();
    assertThat(System.getProperty("plumbline.today")).isNull();
  }

  @Test
  void a_database_that_is_named_is_not_that_of_the_demo_whatever_the_folder_holds() {
    begun();
    System.setProperty("plumbline.db.url", "jdbc:postgresql://198.51.100.1/reports");
    AppRunner runner = new AppRunner(Settings.load());
    assertThat(runner.hasDatabase()).isTrue();
    assertThat(System.getProperty("plumbline.today")).isNull();
    assertThat(System.getProperty("plumbline.dns.servers")).isNull();
  }

  @Test
  void no_mail_of_others_is_taken_into_the_data_of_the_demo() {
    begun();
    System.setProperty("plumbline.mailboxes.main.host", "imap.example.org");
    AppRunner runner = new AppRunner(Settings.load());
    assertThatThrownBy(() -> runner.serve(() -> 0))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("start it without plumbline.mailboxes.main.host");
  }

  @Test
  void a_day_that_is_none_is_told_and_not_passed_over() throws IOException {
    Files.writeString(folder.resolve("demo-day"), "some day");
    Settings settings = Settings.load();
    assertThatThrownBy(() -> new AppRunner(settings))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("tells no day by which the demo's data are judged");
  }

  /** The demo ran before, in another process. */
  private void begun() {
    DemoFolder.begin(folder, DAY);
    for (String name : SET.subList(1, SET.size())) {
      System.clearProperty(name);
    }
  }
}
