package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.intake.MailboxesSettings.Tls;
import dev.plumbline.intake.imap.Login;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxesSettingsTest {

  @Test
  void three_settings_make_a_mailbox() {
    MailboxAccount account = Accounts.of("host", "imap.example", "user", "u", "password", "p");
    assertThat(account.port()).isEqualTo(993);
    assertThat(account.tls()).isEqualTo(Tls.TLS);
    assertThat(account.interval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(account.batchSize()).isEqualTo(25);
    assertThat(account.folders().source()).isEqualTo("INBOX");
    assertThat(account.folders().done()).isEqualTo("Plumbline/Done");
  }

  @Test
  void the_environment_alone_makes_a_mailbox() {
    Map<String, String> environment =
        Map.of(
            "PLUMBLINE_MAILBOXES_MAIN_HOST", "imap.example",
            "PLUMBLINE_MAILBOXES_MAIN_USER", "dmarc",
            "PLUMBLINE_MAILBOXES_MAIN_PASSWORD_FILE", "/run/secrets/imap",
            "PLUMBLINE_MAILBOXES_MAIN_TLS", "starttls",
            "PLUMBLINE_MAILBOXES_MAIN_NOT_A_REPORT_FOLDER", "Other",
            "PLUMBLINE_MAILBOXES_MAIN_BATCH_SIZE", "10");
    MailboxesSettings settings =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(new EnvConfigSource(environment, 300))
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(MailboxesSettings.class)
            .build()
            .getConfigMapping(MailboxesSettings.class);

    assertThat(settings.byName()).containsOnlyKeys("main");
    MailboxAccount account = MailboxAccount.of("main", settings.byName().get("main"));
    assertThat(account.host()).isEqualTo("imap.example");
    assertThat(((Login.Password) account.login()).password().file())
        .contains(Path.of("/run/secrets/imap"));
    assertThat(account.tls()).isEqualTo(Tls.STARTTLS);
    assertThat(account.batchSize()).isEqualTo(10);
    assertThat(account.folders().notAReport()).isEqualTo("Other");
  }

  @Test
  void wrong_settings_are_named_in_one_sentence() {
    assertThatThrownBy(() -> Accounts.of("host", "h", "user", "u"))
        .hasMessage(
            "Set exactly one of plumbline.mailboxes.test.password and"
                + " plumbline.mailboxes.test.password-file, or for OAuth 2 one of"
                + " plumbline.mailboxes.test.oauth2.token,"
                + " plumbline.mailboxes.test.oauth2.token-file and"
                + " plumbline.mailboxes.test.oauth2.token-url.");
    assertThatThrownBy(
            () -> Accounts.of("host", "h", "user", "u", "password", "p", "done-folder", "INBOX"))
        .hasMessageContaining("plumbline.mailboxes.test.folder must not be");
    assertThatThrownBy(
            () -> Accounts.of("host", "h", "user", "u", "password", "p", "batch-size", "0"))
        .hasMessageContaining("plumbline.mailboxes.test.batch-size");
    assertThatThrownBy(() -> Accounts.of("host", "h", "user", "u", "password", "p", "tls", "maybe"))
        .hasMessageContaining("plumbline.mailboxes.test.tls");
  }

  @Test
  void a_password_file_is_read_when_it_is_needed(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("password");
    MailboxAccount account =
        Accounts.of("host", "h", "user", "u", "password-file", file.toString());
    assertThatThrownBy(() -> account.login().secret()).hasMessageContaining(file.toString());
    Files.writeString(file, "secret\n");
    assertThat(account.login().secret()).isEqualTo("secret");
  }

  @Test
  void the_password_is_in_no_log_line() {
    assertThat(Accounts.of("host", "h", "user", "u", "password", "hunter2").toString())
        .doesNotContain("hunter2");
  }
}
