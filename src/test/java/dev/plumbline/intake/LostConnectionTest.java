package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.intake.MailboxPoller.Turn;
import dev.plumbline.intake.imap.ImapMailboxes;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real server whose connection drops at every single command, before and after it is done. */
@QuarkusTest
class LostConnectionTest {

  private static final String MINIMUM = "IMAP4rev1 LITERAL+ NAMESPACE";

  @Inject Intake intake;
  @Inject DataSource database;

  @BeforeAll
  static void needsDovecot() {
    boolean there = Files.isExecutable(Dovecot.PROGRAM);
    if (!there) {
      System.out.println("SKIPPED: LostConnectionTest needs " + Dovecot.PROGRAM);
    }
    assumeTrue(there, "needs " + Dovecot.PROGRAM);
  }

  @ParameterizedTest
  @CsvSource({"move, ''", "move, UIDPLUS", "move, -", "delete, UIDPLUS", "delete, -", "flag, ''"})
  void every_message_is_put_away_once(String after, String extension) throws Exception {
    String capability = extension.isEmpty() ? "" : MINIMUM + " " + extension.replace("-", "");
    try (Dovecot server = new Dovecot("", '/', capability);
        CuttingProxy proxy = new CuttingProxy(server.port())) {
      Run run = new Run(server, proxy, after);
      run.drain(1_000_000, false, true);
      int commands = proxy.requests();
      assertThat(commands).isGreaterThan(8);
      for (int command = 1; command <= commands; command++) {
        // Alternately as after a restart, when nothing is remembered.
        run.drain(command, true, command % 2 == 0);
        if (after.equals("move")) {
          run.drain(command, false, command % 2 == 1);
        }
      }
    }
  }

  private final class Run {
    private final MailClient client;
    private final CuttingProxy proxy;
    private final MailboxAccount account;
    private final String after;

    Run(Dovecot server, CuttingProxy proxy, String after) {
      this.client = new MailClient(server.port());
      this.proxy = proxy;
      this.after = after;
      this.account =
          Accounts.of(
              "host",
              "127.0.0.1",
              "port",
              Integer.toString(proxy.port()),
              "tls",
              "none",
              "user",
              MailClient.USER,
              "password",
              MailClient.PASSWORD,
              "after",
              after);
    }

    void drain(int command, boolean answered, boolean remembers) throws Exception {
      String id = UUID.randomUUID().toString();
      client.deliver(Mails.report(id), Mails.letter("hello " + id), Mails.brokenReport());
      proxy.arm(command, answered, () -> {});
      MailboxPoller poller = poller();
      for (int poll = 1; poll <= 3; poll++) {
        try {
          poller.poll();
        } catch (MailboxException e) {
          if (!remembers) {
            poller.close();
            poller = poller();
          }
        }
      }
      poller.close();
      String where = "command %d, %s".formatted(command, answered ? "answered" : "lost");
      String report = "Report Domain: intake.example Report-ID: " + id;
      assertThat(reports(id)).as(where).isEqualTo(1);
      switch (after) {
        case "move" -> {
          assertThat(client.everything("INBOX")).as(where).isEmpty();
          assertThat(client.everything("Plumbline/Done")).as(where).containsExactly(report);
          assertOthers(where, id);
        }
        case "delete" -> {
          assertThat(client.everything("INBOX")).as(where).isEmpty();
          assertThat(client.everything("Plumbline/Done")).as(where).isEmpty();
          assertOthers(where, id);
        }
        default ->
            assertThat(client.everything("INBOX"))
                .as(where)
                .containsExactly(report + " (read)", "hello " + id, "broken");
      }
      client.empty(List.of("INBOX", "Plumbline/Done", "Plumbline/Rejected"));
      client.empty(List.of("Plumbline/Not a report"));
    }

    private void assertOthers(String where, String id) throws Exception {
      assertThat(client.everything("Plumbline/Not a report"))
          .as(where)
          .containsExactly("hello " + id);
      assertThat(client.everything("Plumbline/Rejected")).as(where).containsExactly("broken");
    }

    private MailboxPoller poller() {
      return new MailboxPoller(
          account, () -> ImapMailboxes.open(account), intake, Turn.until(() -> false));
    }
  }

  private long reports(String id) throws Exception {
    try (var connection = database.getConnection();
        var select =
            connection.prepareStatement("select count(*) from report where report_id = ?")) {
      select.setString(1, id);
      try (var row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
