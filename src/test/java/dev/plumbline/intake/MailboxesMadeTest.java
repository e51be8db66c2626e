package dev.plumbline.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.plumbline.store.Leases;
import dev.plumbline.store.Table;
import dev.plumbline.store.intake.LeftMessages;
import dev.plumbline.store.intake.MailboxState;
import dev.plumbline.store.intake.MailboxStates;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mailboxes that are made on a page while two processes read what there is. */
@QuarkusTest
class MailboxesMadeTest {

  private static final String NAME = "made-here";
  private static final String USER = "dmarc@made-here.example";
  private static final String PASSWORD = "hush-hush-made-here";
  private static final String PAGE = "/settings/mailboxes";

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));

  @Inject Intake intake;
  @Inject Mailboxes mailboxes;
  @Inject MailboxStates states;
  @Inject LeftMessages left;
  @Inject Leases leases;
  @Inject Clock clock;
  @Inject DataSource database;

  @BeforeEach
  void start() {
    Table.change(database, "delete from mailbox");
    server.start();
    server.setUser(USER, USER, PASSWORD);
  }

  @AfterEach
  void stop() {
    server.stop();
    Table.change(database, "delete from mailbox");
  }

  @Test
  void a_mailbox_is_made_mended_read_by_one_of_two_and_taken_away_without_a_restart()
      throws Exception {
    MailboxPolling one = polling();
    MailboxPolling two = polling();
    one.start(new StartupEvent());
    two.start(new StartupEvent());
    try {
      Response wrong = post(PAGE, fields("mailbox_password", "wrong"));
      assertThat(wrong.statusCode()).isEqualTo(200);
      assertThat(wrong.asString())
          .contains("kept, but not read", "does not accept user and password")
          .contains("paused");
      Response right = post(PAGE + "/" + NAME, fields("mailbox_password", PASSWORD));
      assertThat(right.asString()).contains("Its mail can be read, and is from now on");
      deliver("letter one");
      await(() -> state().filter(state -> state.taken() == 1).isPresent());
      assertThat(post(PAGE + "/" + NAME + "/test", Map.of()).asString())
          .contains("no message was touched", "Connected to 127.0.0.1");
      post(PAGE + "/" + NAME + "/read", Map.of());
      assertThat(given().get(PAGE).asString()).contains("paused");
      post(PAGE + "/" + NAME + "/end", Map.of());
      // Whoever read it forgets it, too.
      await(() -> Table.rows(database, leasesOfIt()).isEmpty() && state().isEmpty());
      assertThat(given().get(PAGE).asString()).doesNotContain(NAME);
    } finally {
      one.stop(new ShutdownEvent());
      two.stop(new ShutdownEvent());
    }
  }

  @Test
  void no_secret_is_told_by_page_database_audit_or_export() {
    assertThat(post(PAGE, fields("mailbox_password", PASSWORD)).statusCode()).isEqualTo(200);
    assertThat(post(PAGE + "/" + NAME, fields("folder", "Elsewhere")).statusCode()).isEqualTo(200);
    assertThat(given().get(PAGE).asString()).contains(NAME).doesNotContain(PASSWORD);
    assertThat(given().get("/audit?action=mailbox-add").asString())
        .contains("mailbox " + NAME, "given anew")
        .doesNotContain(PASSWORD);
    for (String sql :
        List.of(
            "select mailbox::text from mailbox",
            "select audit::text from audit where subject = 'mailbox " + NAME + "'")) {
      assertThat(Table.rows(database, sql)).isNotEmpty().noneMatch(row -> row.contains(PASSWORD));
    }
    assertThat(mailboxes.kept(NAME).orElseThrow().toString()).doesNotContain("password");
  }

  @Test
  void a_secret_that_is_known_goes_nowhere_else() {
    post(PAGE, fields("mailbox_password", PASSWORD));
    for (String[] moved :
        List.of(
            new String[] {"host", "elsewhere.made-here.example"},
            new String[] {"port", "1"},
            new String[] {"user", "somebody@made-here.example"})) {
      Response refused = post(PAGE + "/" + NAME, fields(moved[0], moved[1]));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.asString())
          .contains("Give the secrets again: they would be sent elsewhere than before.")
          .contains(moved[1]);
    }
    assertThat(mailboxes.kept(NAME).orElseThrow().settings()).containsEntry("host", "127.0.0.1");
  }

  @Test
  void what_makes_no_sense_is_one_sentence_and_what_was_typed_stays() {
    post(PAGE, fields("mailbox_password", PASSWORD));
    assertRefused("There is a mailbox &quot;made-here&quot; already.");
    assertRefused("is no name for a mailbox", "name", "made here");
    assertRefused("is read already, as mailbox &quot;made-here&quot;", "name", "another");
    assertRefused("is no name of a mail server", "name", "another", "host", "two words");
    assertRefused("The port must be", "name", "another", "port", "70000");
    assertRefused("is no interval", "name", "another", "interval", "1s");
    assertRefused(
        "The password is missing", "name", "another", "user", "x", "mailbox_password", "");
    assertRefused(
        "Give either a password or", "name", "another", "token_url", "https://login.example/token");
    assertRefused(
        "must begin with https://",
        "name",
        "another",
        "mailbox_password",
        "",
        "token_url",
        "http://login.example/token");
    assertRefused(
        "must not be a folder that messages are moved to",
        "name",
        "another",
        "done_folder",
        "INBOX");
    assertThat(mailboxes.kept("another")).isEmpty();
  }

  @Test
  void those_of_the_configuration_are_shown_and_not_changed() {
    assertThat(given().get(PAGE).asString()).contains("nowhere", "Set in configuration");
    assertThat(post(PAGE + "/nowhere", fields("mailbox_password", "x")).statusCode())
        .isEqualTo(404);
    assertThat(post(PAGE + "/nowhere/test", Map.of()).asString()).contains("connection is refused");
    assertRefused("There is a mailbox &quot;nowhere&quot; already.", "name", "nowhere");
  }

  @Test
  void without_its_key_a_mailbox_says_so_and_goes_on_once_the_secret_is_given_again() {
    post(PAGE, fields("mailbox_password", PASSWORD));
    Table.change(
        database,
        "update mailbox set secrets = '{\"password\": \"1:00000000:AAAA\"}' where name = '%s'"
            .formatted(NAME));
    assertThat(post(PAGE + "/" + NAME + "/test", Map.of()).asString())
        .contains("sealed with another key");
    assertThat(post(PAGE + "/" + NAME, fields("mailbox_password", PASSWORD)).asString())
        .contains("Its mail can be read");
  }

  private void assertRefused(String sentence, String... changes) {
    Map<String, String> fields = fields("mailbox_password", PASSWORD);
    for (int i = 0; i < changes.length; i += 2) {
      fields.put(changes[i], changes[i + 1]);
    }
    Response refused = post(PAGE, fields);
    assertThat(refused.statusCode()).as(sentence).isEqualTo(400);
    assertThat(refused.asString()).contains(sentence).doesNotContain(PASSWORD);
    assertThat(refused.asString()).contains("value=\"" + fields.get("name") + "\"");
  }

  private Map<String, String> fields(String... more) {
    Map<String, String> fields = new HashMap<>();
    fields.put("name", NAME);
    fields.put("host", "127.0.0.1");
    fields.put("port", Integer.toString(server.getImap().getPort()));
    fields.put("tls", "none");
    fields.put("user", USER);
    fields.put("interval", "10s");
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    return fields;
  }

  private static Response post(String path, Map<String, String> fields) {
    return given()
        .redirects()
        .follow(false)
        .contentType("application/x-www-form-urlencoded")
        .formParams(fields)
        .post(path);
  }

  private void deliver(String subject) {
    server
        .getUserManager()
        .getUserByEmail(USER)
        .deliver(
            com.icegreen.greenmail.util.GreenMailUtil.createTextEmail(
                USER, "x@made-here.example", subject, "no report", ServerSetup.SMTP));
  }

  private String leasesOfIt() {
    return "select name from lease where name like 'mailbox:" + USER + "%' and expires_at > now()";
  }

  private Optional<MailboxState> state() {
    return states.all().stream().filter(state -> state.name().equals(NAME)).findFirst();
  }

  private MailboxPolling polling() {
    return new MailboxPolling(
        Accounts.settings(Map.of()),
        mailboxes,
        intake,
        states,
        left,
        leases,
        clock,
        Duration.ofSeconds(4),
        true);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    for (int attempt = 0; attempt < 300 && !condition.call(); attempt++) {
      Thread.sleep(100);
    }
    assertThat(condition.call()).isTrue();
  }
}
