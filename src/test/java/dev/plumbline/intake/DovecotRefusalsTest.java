package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.intake.MailboxPoller.PollResult;
import dev.plumbline.intake.MailboxPoller.Turn;
import dev.plumbline.intake.MailboxReport.Finding;
import dev.plumbline.intake.imap.ImapMailboxes;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A real server that will not have messages moved: what is in them is taken in all the same, and
 * what it says is passed on, with the folder and the command.
 */
@QuarkusTest
class DovecotRefusalsTest {

  private static final String WITHOUT_MOVE = "IMAP4rev1 LITERAL+ NAMESPACE UIDPLUS ACL QUOTA";
  private static final String ROOM = "*:storage=10M";

  @Inject Intake intake;

  @BeforeAll
  static void needsDovecot() {
    boolean there = Files.isExecutable(Dovecot.PROGRAM);
    if (!there) {
      System.out.println("SKIPPED: DovecotRefusalsTest needs " + Dovecot.PROGRAM);
    }
    assumeTrue(there, "needs " + Dovecot.PROGRAM);
  }

  @Test
  void a_full_quota_leaves_messages_where_they_are_and_none_is_taken_twice() throws Exception {
    try (Dovecot server = Dovecot.strict(WITHOUT_MOVE, "*:messages=2")) {
      MailClient client = new MailClient(server.port());
      client.deliver(Mails.report("quota-1"), Mails.letter("quota letter"));
      assertUntidy(
          server,
          2,
          "Refused: moving from \"INBOX\" to \"Plumbline/",
          "(UID COPY, STORE, EXPUNGE)",
          "Quota exceeded");
      assertThat(client.everything("INBOX")).hasSize(2);
      assertThat(bad(server))
          .anyMatch(text -> text.startsWith("The quota is full (MESSAGE: 2 of 2)"));
    }
  }

  @Test
  void a_folder_that_takes_nothing_in_is_named() throws Exception {
    try (Dovecot server = Dovecot.strict("", ROOM)) {
      MailClient client = new MailClient(server.port());
      client.deliver(Mails.report("first rights"));
      assertThat(poller(server).poll().taken()).isEqualTo(1);
      server.leaveRights("Plumbline/Done", "lr");
      client.deliver(Mails.report("rights-1"), Mails.letter("rights letter"));
      assertUntidy(
          server,
          2,
          "Refused: moving from \"INBOX\" to \"Plumbline/Done\" (UID MOVE)",
          "Permission denied");
      assertThat(client.everything("INBOX"))
          .containsExactly("Report Domain: intake.example Report-ID: rights-1");
      assertThat(client.everything("Plumbline/Not a report")).containsExactly("rights letter");
      assertThat(bad(server))
          .containsExactly(
              "The rights \"i\" to \"Plumbline/Done\" are missing (RFC 4314): mail cannot be tidied"
                  + " up.");
    }
  }

  @Test
  void an_inbox_that_may_only_be_read_is_read() throws Exception {
    try (Dovecot server = Dovecot.strict("", ROOM)) {
      MailClient client = new MailClient(server.port());
      client.deliver(Mails.report("read-only-1"), Mails.letter("read-only letter"));
      server.leaveRights("INBOX", "lr");
      assertUntidy(
          server, 2, "Refused: moving from \"INBOX\" to", "(UID MOVE)", "Permission denied");
      assertThat(bad(server))
          .anyMatch(text -> text.startsWith("\"INBOX\" is read-only"))
          .anyMatch(text -> text.startsWith("The rights \"te\" to \"INBOX\" are missing"));
    }
  }

  @Test
  void folders_that_cannot_be_made_are_said_to_be_missing() throws Exception {
    try (Dovecot server = Dovecot.strict("", ROOM)) {
      MailClient client = new MailClient(server.port());
      client.make("Plumbline");
      server.leaveRights("Plumbline", "lrwstie");
      client.deliver(Mails.report("no-folder-1"), Mails.letter("no-folder letter"));
      assertUntidy(
          server,
          2,
          "Refused: moving from \"INBOX\" to \"Plumbline/",
          "does not create the folder \"Plumbline/",
          "(CREATE)",
          "Permission denied");
      assertThat(bad(server))
          .allMatch(text -> text.startsWith("The rights \"k\" to \"Plumbline\" are missing"))
          .hasSize(3);
    }
  }

  @Test
  void a_message_that_the_server_cannot_read_is_set_aside_by_its_number() throws Exception {
    try (Dovecot server = Dovecot.strict("", ROOM)) {
      MailClient client = new MailClient(server.port());
      client.deliver(
          Mails.letter("before spoiled"),
          Mails.letter("spoiled one"),
          Mails.letter("after spoiled"));
      server.spoil("Subject: spoiled one");
      MailboxPoller poller = poller(server);
      PollResult result = poller.poll();
      assertThat(result.taken()).isEqualTo(2);
      assertThat(result.waiting()).isEqualTo(1);
      assertThat(result.trouble()).contains("Message 2 is set aside");
      assertThat(client.everything("Plumbline/Not a report"))
          .containsExactlyInAnyOrder("before spoiled", "after spoiled");
      client.deliver(Mails.letter("later than spoiled"));
      assertThat(poller.poll().taken()).isEqualTo(1);
    }
  }

  /** Takes all in, says so each time, and takes in what comes later. */
  private void assertUntidy(Dovecot server, int messages, String... said) throws Exception {
    MailboxPoller poller = poller(server);
    PollResult first = poller.poll();
    assertThat(first.taken()).as("%s", first).isEqualTo(messages);
    assertThat(first.untidy()).contains(said);
    assertThat(first.trouble()).isNull();
    PollResult second = poller.poll();
    assertThat(second.taken()).as("%s", second).isZero();
    assertThat(second.untidy()).contains(said);
  }

  private List<String> bad(Dovecot server) {
    Map<String, String> settings = new HashMap<>();
    String prefix = "plumbline.mailboxes.test.";
    settings.put(prefix + "host", "localhost");
    settings.put(prefix + "port", Integer.toString(server.port()));
    settings.put(prefix + "tls", "none");
    settings.put(prefix + "user", MailClient.USER);
    settings.put(prefix + "password", MailClient.PASSWORD);
    return new MailboxChecks(Accounts.settings(settings))
        .check("test").orElseThrow().findings().stream()
            .filter(finding -> !finding.good())
            .map(Finding::text)
            .toList();
  }

  private MailboxPoller poller(Dovecot server) {
    MailboxAccount account =
        Accounts.of(
            "host",
            "localhost",
            "port",
            Integer.toString(server.port()),
            "tls",
            "none",
            "user",
            MailClient.USER,
            "password",
            MailClient.PASSWORD);
    return new MailboxPoller(
        account, () -> ImapMailboxes.open(account), intake, Turn.until(() -> false));
  }
}
