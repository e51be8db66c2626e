package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.people.Recognition;
import dev.plumbline.people.SignIns;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.Table;
import dev.plumbline.store.intake.IntakeStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code plumbline user} and {@code plumbline token}, beside a server that runs. */
@QuarkusTest
class PeopleCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "correct horse battery staple";
  private static final Pattern LINK = Pattern.compile("http://127\\.0\\.0\\.1:\\d+(/welcome/\\S+)");

  @Inject DataSource database;
  @Inject IntakeStore store;
  @Inject SignIns signIns;
  @Inject Recognition recognition;

  @ConfigProperty(name = "plumbline.db.url")
  String url;

  @ConfigProperty(name = "plumbline.db.user")
  String user;

  @ConfigProperty(name = "plumbline.db.password")
  String password;

  private final PrintStream systemOut = System.out;
  private final PrintStream systemErr = System.err;
  private final InputStream systemIn = System.in;

  private record Run(int status, String out, String err) {}

  @BeforeEach
  void use() {
    Map.of("url", url, "user", user, "password", password)
        .forEach((name, value) -> System.setProperty("plumbline.db." + name, value));
    clear();
  }

  @AfterEach
  void restore() {
    System.setOut(systemOut);
    System.setErr(systemErr);
    System.setIn(systemIn);
    for (String name : List.of("url", "user", "password")) {
      System.clearProperty("plumbline.db." + name);
    }
    clear();
  }

  private void clear() {
    Table.change(
        database,
        "delete from session; delete from one_time_link; delete from api_token;"
            + " delete from domain_group; delete from person");
  }

  private Run run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    int status;
    try {
      status = Main.run(arguments);
    } finally {
      System.setOut(systemOut);
      System.setErr(systemErr);
    }
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Wrong use is told in one sentence, with nothing else beside it. */
  private void refused(String sentence, String... arguments) {
    Run run = run(arguments);
    assertThat(run.status()).as(run.toString()).isEqualTo(2);
    assertThat(run.err()).contains(sentence).doesNotContain("Exception", "\tat ");
    assertThat(run.out()).isEmpty();
  }

  private void addBoss() {
    Run added = run("user", "add", "boss@commands.example", "--role", "administrator");
    assertThat(added.status()).as(added.err()).isZero();
  }

  @Test
  void lists_are_csv_too_and_what_is_set_while_everything_runs_is_told_with_who_set_it() {
    addBoss();
    run("user", "add", "csv@commands.example", "--role", "viewer");
    assertThat(run("user", "list", "--format", "csv").out())
        .contains("login,name,role")
        .contains("csv@commands.example,");
    Run set = run("setting", "set", "plumbline.tls-reports.retention", "801d");
    assertThat(set.status()).isZero();
    assertThat(run("setting", "list").out())
        .contains("801d (set by ", "plumbline.failure-reports.retention", "90d (default)");
    assertThat(run("setting", "list", "--format", "csv").out())
        .contains("plumbline.tls-reports.retention,801d,set,");
    assertThat(run("setting", "unset", "plumbline.tls-reports.retention").status()).isZero();
    assertThat(run("setting", "list").out()).contains("731d (default)");
    assertThat(run("setting", "set", "plumbline.retention.reports", "3").status()).isEqualTo(2);
    assertThat(run("setting", "set", "plumbline.nothing", "3").err()).contains("cannot be set so");
  }

  @Test
  void what_a_digest_cannot_be_about_is_told_in_a_sentence() {
    refused("must be a week such as 2026-W47, a day", "digest", "preview", "--week", "47");
    refused("which begins on 9999-01-04 only", "digest", "preview", "--week", "9999-W01");
    refused("\"a..b\" is not a domain name", "digest", "preview", "--domain", "a..b");
    refused("\"\" is not a domain name", "alerts", "list", "--domain", "");
    refused(
        "No report about unheard-of.example", "alerts", "list", "--domain", "unheard-of.example");
    refused(
        "No report about unheard-of.example", "alerts", "mute", "--domain", "unheard-of.example");
    refused("\"no domain\" is not a domain name", "digest", "preview", "--domain", "no domain");
    refused("\"no domain\" is not a domain name", "export", "rows", "--domain", "no domain");
    refused("\"nobody\" is no mail address", "digest", "preview", "--to", "nobody");
    assertThat(run("digest", "preview", "--week", "2026-w47").out())
        .isEqualTo(run("digest", "preview", "--week", "2026-W47").out())
        .contains("16 Nov – 22 Nov 2026");
  }

  @Test
  void what_could_be_no_domain_and_no_number_is_told_in_a_sentence() {
    for (String command :
        List.of("senders", "ready", "simulate", "decide", "tls", "failure-reports")) {
      refused("\"a..b\" is not a domain name such as example.org.", command, "a..b");
    }
    Run unknown = run("senders", "bücher.example");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).isEqualTo("plumbline: No report about bücher.example has come in.\n");
    refused("No report about bücher.example has come in.", "ready", "xn--bcher-kva.example");
    refused(
        "--days is \"few\"; it must be a whole number.", "senders", "a.example", "--days", "few");
    refused("ENTRY is \"x\"; it must be a whole number.", "retry", "x");
    refused("ID is \"x\"; it must be a whole number.", "alerts", "acknowledge", "x");
    refused("--port is \"http\"; it must be a whole number.", "serve", "--port", "http");
    refused(
        "--days is \"99999999999\", which is too large.", "ready", "a", "--days", "99999999999");
    refused("--zone is \"Mars/X\"; it must be a time zone", "import", "--zone", "Mars/X", "x");
    refused("\"extra\" is more than this command takes.", "senders", "a.example", "extra");
    refused("There is no option \"--evrything\".", "alerts", "list", "--evrything");
    refused(
        "There is no kind \"loud\"; there are: losing_mail,", "alerts", "mute", "--kind", "loud");
    refused("--sp is \"all\"; it must be none", "simulate", "a.example", "--sp", "all");
    refused("--aspf is \"x\"; it must be r or s.", "simulate", "a.example", "--aspf", "x");
    refused("Say whether it is ours, not_ours", "decide", "a.example", "service:b.example");
    refused("Nothing of entry 999999999 is set aside.", "aside", "--throw-out", "999999999");
    assertThat(run("alerts", "unmute").out()).isEqualTo("Nothing is muted.\n");
  }

  @Test
  void a_period_without_days_and_a_file_that_cannot_be_are_told_in_a_sentence() {
    String sentence = "The period begins on 2026-11-12, after its end on 2026-11-11.";
    for (String command : List.of("tls", "failure-reports")) {
      refused(sentence, command, "--from", "2026-11-12", "--to", "2026-11-11");
    }
    refused(
        "Cannot write to /no-such-folder/rows: there is no such folder.",
        "export",
        "groups",
        "--output",
        "/no-such-folder/rows");
  }

  @Test
  void a_digest_of_which_nobody_knows_whether_the_server_took_it_is_said_to_be_perhaps_sent()
      throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> hangsUpAtTheEnd(server), "smtp-server-that-hangs-up");
      thread.setDaemon(true);
      thread.start();
      Map<String, String> mail =
          Map.of(
              "host", "127.0.0.1",
              "port", Integer.toString(server.getLocalPort()),
              "security", "none",
              "from", "plumbline@commands-test.example");
      mail.forEach((name, value) -> System.setProperty("plumbline.mail." + name, value));
      try {
        Run sent = run("digest", "send", "--to", "ops@commands-test.example");
        assertThat(sent.status()).as(sent.err()).isEqualTo(1);
        assertThat(sent.out()).startsWith("Perhaps sent, the server did not say: ");
      } finally {
        mail.keySet().forEach(name -> System.clearProperty("plumbline.mail." + name));
      }
    }
  }

  private static void hangsUpAtTheEnd(ServerSocket server) {
    try (Socket client = server.accept();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        PrintStream out =
            new PrintStream(client.getOutputStream(), true, StandardCharsets.US_ASCII)) {
      out.print("220 odd.commands-test.example ESMTP\r\n");
      boolean data = false;
      for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
        if (!data) {
          data = line.equals("DATA");
          out.print(data ? "354 go on\r\n" : "250 ok\r\n");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_domain_beyond_ascii_is_found_as_people_write_it() {
    store.record(
        MadeReport.item(),
        MadeReport.about(
                "xn--bcher-kva.commands-test.example", MadeReport.row("198.51.100.1", 10, true))
            .alone());
    String written = "Bücher.commands-test.example.";
    Run digest = run("digest", "preview", "--domain", written);
    assertThat(digest.status()).as(digest.err()).isZero();
    assertThat(digest.out())
        .contains("Subject: bücher.commands-test.example: not judged yet")
        .doesNotContain("xn--bcher-kva.commands-test.example:");
    assertThat(run("alerts", "list", "--domain", written))
        .isEqualTo(new Run(0, "No alert asks for anybody.%n".formatted(), ""));
    assertThat(run("export", "domains", "--domain", written).out())
        .contains("\"xn--bcher-kva.commands-test.example\"");
    assertThat(run("alerts", "mute", "--domain", written).out()).startsWith("Muted.");
    assertThat(Table.rows(database, "select domain from alert_mute where domain like 'xn--bcher%'"))
        .hasSize(1);
    Table.change(database, "delete from alert_mute where domain like 'xn--bcher%'");
  }

  @Test
  void a_mailbox_in_trouble_is_told_of_while_it_is_set_and_no_longer() {
    Table.change(
        database,
        """
        insert into mailbox_state (name, last_poll_at, last_error)
        values ('doctor-set', '2026-11-23', 'Nobody answered.'),
          ('doctor-gone', '2026-11-23', 'Nobody answered.')\
        """);
    Map<String, String> settings =
        Map.of(
            "plumbline.dns.servers", "none",
            "plumbline.mailboxes.doctor-set.host", "127.0.0.1",
            "plumbline.mailboxes.doctor-set.port", "1",
            "plumbline.mailboxes.doctor-set.user", "dmarc",
            "plumbline.mailboxes.doctor-set.password", "secret");
    settings.forEach(System::setProperty);
    try {
      assertThat(run("doctor").out())
          .contains("The last try to read \"doctor-set\" went wrong: Nobody answered.")
          .doesNotContain("doctor-gone");
    } finally {
      settings.keySet().forEach(System::clearProperty);
      Table.change(database, "delete from mailbox_state where name like 'doctor-%'");
    }
  }

  @Test
  void whom_alerts_are_told_and_what_is_set_aside_is_listed_in_every_format() {
    Table.change(
        database,
        """
        insert into alert_channel (shape, address, secret, domains, zone, key, created_at)
        values ('mail', 'ops@commands.example', '', '{commands.example}', 'UTC', 'commands', now())\
        """);
    try {
      assertThat(run("alerts", "channels").out())
          .contains("mail ops@commands.example, commands.example");
      assertThat(run("alerts", "channels", "--format", "json").out())
          .contains("\"shape\":\"mail\",\"to\":\"ops@commands.example\"", "\"newest\":[]");
      assertThat(run("alerts", "channels", "--format", "csv").out())
          .contains("id,shape,to,about", "mail,ops@commands.example,commands.example");
    } finally {
      Table.change(database, "delete from alert_channel where key = 'commands'");
    }
    assertThat(run("aside", "--domain", "commands.example", "--format", "text"))
        .isEqualTo(new Run(0, "Nothing is set aside.\n", ""));
    assertThat(run("aside", "--domain", "commands.example", "--format", "json"))
        .isEqualTo(new Run(0, "", ""));
    assertThat(run("aside", "--domain", "commands.example", "--format", "csv"))
        .isEqualTo(new Run(0, "entry,received_at,domain,bound,reason,submitter\r\n", ""));
    refused("xml", "aside", "--format", "xml");
  }

  @Test
  void a_list_of_nothing_is_its_header_and_has_the_columns_of_a_list_of_something() {
    String users = header("user", "list");
    String tokens = header("token", "list");
    assertThat(users).startsWith("login,name,role,");
    assertThat(tokens).startsWith("id,name,user,scopes,domains,");
    addBoss();
    run("token", "create", "listed", "--scope", "read", "--domain", "commands.example");
    assertThat(header("user", "list")).isEqualTo(users);
    assertThat(header("token", "list")).isEqualTo(tokens);
    assertThat(run("token", "list", "--format", "csv").out()).contains("listed");
    assertThat(header("alerts", "channels")).isEqualTo("id,shape,to,about,newest");
    assertThat(run("alerts", "channels").out()).startsWith("Alerts are told to nobody yet");
    assertThat(header("alerts", "list")).startsWith("id,kind,domain,subject,");
    assertThat(header("replicas")).startsWith("name,version,started_at,");
  }

  private String header(String... command) {
    String[] asked = Arrays.copyOf(command, command.length + 2);
    asked[command.length] = "--format";
    asked[command.length + 1] = "csv";
    return run(asked).out().lines().findFirst().orElse("nothing at all");
  }

  @Test
  void what_is_decided_and_compared_is_told_in_every_format() {
    String domain = "formats.commands-test.example";
    store.record(
        MadeReport.item(),
        MadeReport.about(domain, MadeReport.row("198.51.100.1", 10, true)).alone());
    String header = header("decide", domain);
    assertThat(header).startsWith("sender,verdict,");
    for (String format : List.of("csv", "json", "text")) {
      assertThat(run("decide", domain, "ip:198.51.100.1", "ours", "--format", format))
          .isEqualTo(new Run(0, domain + ": ip:198.51.100.1 is ours.\n", ""));
    }
    assertThat(header("decide", domain)).isEqualTo(header);
    assertThat(run("tls", domain).out())
        .isEqualTo("No TLS report about " + domain + " has come in.\n");
    assertThat(run("failure-reports", domain, "--from", "2026-11-01").out())
        .isEqualTo("No failure report about " + domain + " has come in for these days.\n");
    assertThat(run("export", "decisions", "--domain", domain).out())
        .startsWith("{\"domain\":\"" + domain + "\",\"sender\":\"ip:198.51.100.1\",");
    assertThat(run("totals", "--format", "csv").out())
        .startsWith("domain,equal,differing_groups,rebuilt\r\n")
        .contains(domain + ",true,0,false\r\n");
    assertThat(run("totals", "--format", "json").out())
        .contains(
            "{\"domain\":\""
                + domain
                + "\",\"equal\":true,\"differing_groups\":0,\"rebuilt\":false}");
  }

  @Test
  void without_anybody_the_list_says_what_that_means() {
    Run run = run("user", "list");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("Nobody, so nobody has to sign in");
    assertThat(run("user", "list", "--format", "json").out()).isEmpty();
    assertThat(run("token", "list").out()).isEqualTo("No token was made yet.\n");
    assertThat(run("token", "list", "--format", "json").out()).isEmpty();
  }

  @Test
  void who_is_added_gets_a_link_that_lets_them_set_a_password() {
    Run added = run("user", "add", "Boss@Commands.example", "--role", "administrator");
    assertThat(added.status()).as(added.err()).isZero();
    assertThat(added.out())
        .startsWith("boss@commands.example sets a password here, once, until ")
        .containsPattern("until \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ:\\R");
    Matcher link = LINK.matcher(added.out());
    assertThat(link.find()).isTrue();
    assertThat(
            RestAssured.given()
                .redirects()
                .follow(false)
                .formParam("password", PASSWORD)
                .post(link.group(1))
                .statusCode())
        .isEqualTo(303);
    assertThat(run("user", "list").out())
        .contains("boss@commands.example", "administrator", "all domains")
        .doesNotContain("no password yet");
  }

  @Test
  void the_list_tells_limits_in_words_and_for_programs() throws JsonProcessingException {
    addBoss();
    run(
        "user",
        "add",
        "ada@commands.example",
        "--role",
        "analyst",
        "--name",
        "Ada",
        "--unmask",
        "--domain",
        "commands.example",
        "--domain",
        "other.commands.example");
    assertThat(run("user", "list").out())
        .contains("ada@commands.example", "analyst", "commands.example, other.commands.example")
        .contains("may unmask", "no password yet");
    JsonNode ada =
        JSON.readTree(run("user", "list", "--format", "json").out().lines().toList().get(0));
    assertThat(ada.get("login").asText()).isEqualTo("ada@commands.example");
    assertThat(ada.get("name").asText()).isEqualTo("Ada");
    assertThat(ada.get("role").asText()).isEqualTo("analyst");
    assertThat(ada.get("unmask").asBoolean()).isTrue();
    assertThat(ada.get("disabled").asBoolean()).isFalse();
    assertThat(ada.get("domains")).hasSize(2);
  }

  @Test
  void a_password_is_read_from_input_and_ends_all_sessions() {
    addBoss();
    System.setIn(new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)));
    Run set = run("user", "password", "boss@commands.example", "--stdin");
    assertThat(set.status()).as(set.err()).isZero();
    assertThat(set.out()).contains("is set; all their sessions are over").doesNotContain(PASSWORD);
    String key = signIn(PASSWORD);
    System.setIn(
        new ByteArrayInputStream("another battery of horses\n".getBytes(StandardCharsets.UTF_8)));
    run("user", "password", "boss@commands.example", "--stdin");
    assertThat(recognition.bySession(key, "127.0.0.1")).isEmpty();
    signIn("another battery of horses");
    assertThat(run("user", "password", "boss@commands.example").out()).containsPattern(LINK);
  }

  private String signIn(String with) {
    SignIns.Outcome outcome =
        signIns.tryIt("boss@commands.example", with, "", "192.0.2.250", "test");
    assertThat(outcome).isInstanceOf(SignIns.Outcome.Welcome.class);
    return ((SignIns.Outcome.Welcome) outcome).sessionKey();
  }

  @Test
  void who_is_disabled_is_out_and_comes_back_when_it_is_undone() throws JsonProcessingException {
    addBoss();
    run("user", "add", "gone@commands.example", "--role", "viewer");
    String token =
        run("token", "create", "gone", "--scope", "read", "--user", "gone@commands.example")
            .out()
            .strip();
    assertThat(recognition.byToken(token, "127.0.0.1")).isPresent();
    assertThat(run("user", "disable", "gone@commands.example").out())
        .isEqualTo("gone@commands.example cannot sign in any more." + System.lineSeparator());
    assertThat(recognition.byToken(token, "127.0.0.1")).isEmpty();
    assertThat(run("user", "list").out()).containsPattern("gone@commands.example +disabled");
    assertThat(run("user", "disable", "gone@commands.example", "--undo").out())
        .contains("can sign in again");
    assertThat(recognition.byToken(token, "127.0.0.1")).isPresent();
  }

  @Test
  void a_token_is_told_once_and_works_until_it_is_revoked() throws JsonProcessingException {
    addBoss();
    Run made =
        run(
            "token",
            "create",
            "feed",
            "--scope",
            "read,export",
            "--domain",
            "commands.example",
            "--days",
            "30",
            "--format",
            "json");
    assertThat(made.status()).as(made.err()).isZero();
    JsonNode json = JSON.readTree(made.out());
    String secret = json.get("token").asText();
    assertThat(secret).startsWith("plb_");
    assertThat(json.get("scopes")).hasSize(2);
    assertThat(json.get("ends_at").asText()).startsWith("20");
    assertThat(recognition.byToken(secret, "127.0.0.1")).isPresent();

    String list = run("token", "list", "--format", "json").out();
    assertThat(list).contains("\"name\":\"feed\"", "commands.example").doesNotContain(secret);
    assertThat(JSON.readTree(list).get("used_from").asText()).isEqualTo("127.0.0.1");
    assertThat(run("token", "list").out())
        .contains("feed", "works until", "export,read", "last used");

    String id = json.get("id").asText();
    assertThat(run("token", "revoke", id).out()).contains("Token " + id + " works no more.");
    assertThat(recognition.byToken(secret, "127.0.0.1")).isEmpty();
    assertThat(run("token", "list").out()).contains("revoked");
    assertThat(run("token", "revoke", id).status()).as("again").isZero();
  }

  @Test
  void nothing_that_was_typed_drives_the_terminal() throws JsonProcessingException {
    addBoss();
    String drives = "\u009B31m\u202Ex";
    refused("\\u009b31m\\u202ex", "user", "add", drives, "--role", "viewer");
    refused("\\u001b[31m", "user", "list", "\u001B[31m");
    String made = run("token", "create", drives, "--scope", "read", "--format", "json").out();
    assertThat(made).contains("\\u009b31m\\u202ex").doesNotContain(drives);
    assertThat(JSON.readTree(made).get("name").asText()).isEqualTo(drives);
  }

  @Test
  void a_token_that_is_over_does_not_seem_to_work() {
    addBoss();
    run("token", "create", "late", "--scope", "read", "--days", "1");
    Table.change(database, "update api_token set ends_at = now() - interval '1 day'");
    assertThat(run("token", "list").out()).contains("over since ").doesNotContain("works");
  }

  @Test
  void no_dead_link_is_handed_out() {
    addBoss();
    run("user", "add", "shut@commands.example", "--role", "viewer");
    run("user", "disable", "shut@commands.example");
    refused("lets them in again", "user", "password", "shut@commands.example");
  }

  @Test
  void what_is_wrong_is_said_in_one_sentence() {
    addBoss();
    refused(
        "The role is \"king\"; it must be", "user", "add", "k@commands.example", "--role", "king");
    refused("is nothing to sign in with", "user", "add", "two words", "--role", "viewer");
    refused(
        "signs in as boss@commands.example already",
        "user",
        "add",
        "boss@commands.example",
        "--role",
        "viewer");
    refused(
        "\"a..example\" is no domain name",
        "user",
        "add",
        "d@commands.example",
        "--role",
        "viewer",
        "--domain",
        "a..example");
    for (String blank : List.of("", " ", "a.example b.example", "a. example")) {
      refused(
          "\"%s\" is no domain name; example.org would be one.".formatted(blank),
          "token",
          "create",
          "t",
          "--scope",
          "read",
          "--domain",
          blank);
    }
    for (String days : List.of("3651", "2147483647")) {
      refused(
          "works for 3650 days at most", "token", "create", "t", "--scope", "read", "--days", days);
    }
    refused(
        "There is no group \"nowhere\"",
        "user",
        "add",
        "g@commands.example",
        "--role",
        "viewer",
        "--group",
        "nowhere");
    refused(
        "An administrator sees all domains",
        "user",
        "add",
        "a@commands.example",
        "--role",
        "administrator",
        "--domain",
        "a.example");
    refused("Nobody signs in as \"nobody\"", "user", "password", "nobody");
    refused("is the last administrator", "user", "disable", "boss@commands.example");
    refused("The scope is \"all\"; it must be of", "token", "create", "t", "--scope", "all");
    refused(
        "The scope is \"administer\"; it must be of",
        "token",
        "create",
        "t",
        "--scope",
        "administer");
    refused(
        "cannot be limited", "token", "create", "t", "--scope", "upload", "--domain", "a.example");
    refused(
        "would be over before it is used",
        "token",
        "create",
        "t",
        "--scope",
        "read",
        "--days",
        "0");
    refused("Nobody signs in as", "token", "create", "t", "--scope", "read", "--user", "nobody");
    refused("There is no token 999999", "token", "revoke", "999999");
    refused("Say what to do", "token");
    refused("Say what to do", "user");
    System.setIn(new ByteArrayInputStream("short\n".getBytes(StandardCharsets.UTF_8)));
    refused("at least 12 characters", "user", "password", "boss@commands.example", "--stdin");
  }
}
