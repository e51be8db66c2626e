package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cli.shell.Settings;
import dev.plumbline.store.Table;
import dev.plumbline.store.people.AuditLog;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StartedWithTest {

  @Inject AuditLog audit;
  @Inject DataSource database;
  @Inject Clock clock;

  private List<String> written() {
    return Table.rows(
        database,
        "select subject, before ->> 'plumbline.http.port', after ->> 'plumbline.http.port'"
            + " from audit where action = 'settings' order by id");
  }

  @Test
  void a_start_with_other_settings_is_written_down_with_what_was_before() {
    int before = written().size();
    Map<String, String> first =
        Map.of("plumbline.http.port", "81", "plumbline.dns.servers", "none");
    StartedWith.note(first, audit, clock.instant());
    StartedWith.note(first, audit, clock.instant());
    StartedWith.note(Map.of("plumbline.http.port", "82"), audit, clock.instant());

    assertThat(written().subList(before, before + 2))
        .satisfiesExactly(
            one -> assertThat(one).contains("plumbline.http.port").endsWith("81"),
            one ->
                assertThat(one)
                    .isEqualTo(
                        "a start with other settings: plumbline.dns.servers, plumbline.http.port"
                            + " 81 82"));
    assertThat(written()).hasSize(before + 2);
  }

  @Test
  void what_is_set_is_told_without_secrets() {
    Map<String, String> set =
        Map.of(
            "plumbline.mailboxes.told.password", "hush",
            "plumbline.mailboxes.told.password-file", "/etc/hush",
            "plumbline.told.url", "https://me:hush@host.example/path?key=hush",
            "plumbline.told.words", "some words");
    set.forEach(System::setProperty);
    try {
      assertThat(Settings.load().told())
          .containsEntry("plumbline.mailboxes.told.password", "(not told)")
          .containsEntry("plumbline.mailboxes.told.password-file", "/etc/hush")
          .containsEntry("plumbline.told.url", "https://host.example/path")
          .containsEntry("plumbline.told.words", "some words")
          .doesNotContainKey("plumbline.home");
    } finally {
      set.keySet().forEach(System::clearProperty);
    }
  }
}
