package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.intake.MailboxPoller.Turn;
import dev.plumbline.intake.imap.ImapMailboxes;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The mail server many people run, in the forms it takes. */
@QuarkusTest
class DovecotIntakeTest {

  private static final Turn NEVER_ENDING = Turn.until(() -> false);

  @Inject Intake intake;
  @Inject IntakeQueries queries;

  @BeforeAll
  static void needsDovecot() {
    boolean there = Files.isExecutable(Dovecot.PROGRAM);
    if (!there) {
      System.out.println("SKIPPED: DovecotIntakeTest needs " + Dovecot.PROGRAM);
    }
    assumeTrue(there, "needs " + Dovecot.PROGRAM);
  }

  @Test
  void folders_are_found_below_an_inbox_prefix_with_dots() throws Exception {
    try (Dovecot server = new Dovecot("INBOX.", '.', "")) {
      drain(server, "dots", "INBOX.Plumbline.", "tls", "none");
    }
  }

  @Test
  void tls_with_a_certificate_of_ones_own_is_trusted_by_its_file() throws Exception {
    try (Dovecot server = new Dovecot("", '/', "")) {
      drain(
          server,
          "tls",
          "Plumbline/",
          "port",
          Integer.toString(server.tlsPort()),
          "trust-file",
          server.certificateFile().toString());
    }
  }

  @Test
  void starttls_reads_the_mailbox_too() throws Exception {
    try (Dovecot server = new Dovecot("", '/', "")) {
      drain(
          server,
          "starttls",
          "Plumbline/",
          "tls",
          "starttls",
          "trust-file",
          server.certificateFile().toString());
    }
  }

  @Test
  void a_certificate_nobody_vouches_for_is_refused_with_a_reason() throws Exception {
    try (Dovecot server = new Dovecot("", '/', "")) {
      MailboxAccount account = account(server, "port", Integer.toString(server.tlsPort()));
      assertThatThrownBy(() -> ImapMailboxes.open(account))
          .isInstanceOf(MailboxException.class)
          .hasMessageContaining("cannot be reached")
          .hasMessageContaining("certification path")
          .hasMessageContaining("trust-file can name its CA");
    }
  }

  @Test
  void a_certificate_for_another_name_is_refused() throws Exception {
    try (Dovecot server = new Dovecot("", '/', "")) {
      MailboxAccount account =
          account(
              server,
              "host",
              "127.0.0.1",
              "port",
              Integer.toString(server.tlsPort()),
              "trust-file",
              server.certificateFile().toString());
      assertThatThrownBy(() -> ImapMailboxes.open(account)).isInstanceOf(MailboxException.class);
    }
  }

  @Test
  void a_wrong_password_is_said_to_be_wrong() throws Exception {
    try (Dovecot server = new Dovecot("", '/', "")) {
      MailboxAccount account = account(server, "tls", "none", "password", "wrong");
      assertThatThrownBy(() -> ImapMailboxes.open(account))
          .hasMessageContaining("does not accept user and password");
    }
  }

  @Test
  void an_access_token_is_fetched_and_used_and_fetched_anew_once_it_is_refused() throws Exception {
    try (TokenServer tokens = new TokenServer();
        Dovecot server = Dovecot.withTokens(tokens.port())) {
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
              "oauth2.token-url",
              tokens.url(),
              "oauth2.client-id",
              "plumbline",
              "oauth2.client-secret",
              "hush");
      MailClient client = new MailClient(server.port());
      client.deliver(Mails.report("oauth2"));
      assertThat(poller(account).poll().taken()).isEqualTo(1);
      assertThat(client.everything("INBOX")).isEmpty();
      assertThat(tokens.issued()).isEqualTo(1);

      tokens.revokeAll();
      assertThatThrownBy(() -> ImapMailboxes.open(account))
          .isInstanceOf(MailboxException.class)
          .hasMessageContaining("does not accept user and access token");
      ImapMailboxes.open(account).close();
      assertThat(tokens.issued()).isEqualTo(2);
    }
  }

  @Test
  void a_mailbox_that_was_built_anew_with_other_numbers_is_read_on() throws Exception {
    try (Dovecot server = new Dovecot("", '/', "")) {
      MailClient client = new MailClient(server.port());
      client.deliver(Mails.letter("first"), Mails.letter("second"));
      MailboxPoller poller = poller(account(server, "tls", "none"));
      assertThat(poller.poll().taken()).isEqualTo(2);
      client.deliver(Mails.letter("third"));
      server.renumber();
      for (int poll = 0; poll < 2; poll++) {
        try {
          poller.poll();
        } catch (MailboxException e) {
          assertThat(e).hasMessageContaining("renumbered");
        }
      }
      assertThat(client.everything("INBOX")).isEmpty();
      assertThat(client.everything("Plumbline/Not a report"))
          .containsExactlyInAnyOrder("first", "second", "third");
    }
  }

  @Test
  void without_move_messages_are_copied_and_just_they_are_expunged() throws Exception {
    try (Dovecot server = new Dovecot("", '/', "IMAP4rev1 LITERAL+ NAMESPACE UIDPLUS")) {
      MailClient client = new MailClient(server.port());
      client.deliver(Mails.letter("deleted by hand"));
      client.flagDeleted("deleted by hand");
      drain(server, "uidplus", "Plumbline/", "tls", "none");
      assertThat(client.everything("INBOX")).containsExactly("deleted by hand");
    }
  }

  @Test
  void without_uidplus_nothing_that_others_deleted_is_expunged() throws Exception {
    try (Dovecot server = new Dovecot("", '/', "IMAP4rev1 LITERAL+ NAMESPACE")) {
      MailClient client = new MailClient(server.port());
      drain(server, "plain-1", "Plumbline/", "tls", "none");
      assertThat(client.everything("INBOX")).isEmpty();

      client.deliver(Mails.letter("deleted by hand"), Mails.letter("taken"));
      client.flagDeleted("deleted by hand");
      MailboxPoller poller = poller(account(server, "tls", "none"));
      poller.poll();
      assertThat(client.everything("INBOX")).containsExactly("deleted by hand", "taken");
      assertThat(client.subjects("INBOX")).isEmpty();
      assertThat(poller.poll().taken()).isZero();
    }
  }

  /** One message of each kind: all leave the inbox, unread, for the folder of their outcome. */
  private void drain(Dovecot server, String id, String folders, String... settings)
      throws Exception {
    MailClient client = new MailClient(server.port());
    client.deliver(Mails.report(id), Mails.letter("hello " + id), Mails.brokenReport());
    assertThat(poller(account(server, settings)).poll().taken()).isEqualTo(3);
    String report = "Report Domain: intake.example Report-ID: " + id;
    assertThat(client.subjects("INBOX")).isEmpty();
    assertThat(client.everything(folders + "Done")).containsExactly(report);
    assertThat(client.everything(folders + "Not a report")).containsExactly("hello " + id);
    assertThat(client.everything(folders + "Rejected")).containsExactly("broken");
    assertThat(queries.entries(Outcome.STORED, 0, 20).items())
        .anyMatch(entry -> entry.name().equals(report));
  }

  private MailboxPoller poller(MailboxAccount account) {
    return new MailboxPoller(account, () -> ImapMailboxes.open(account), intake, NEVER_ENDING);
  }

  private static MailboxAccount account(Dovecot server, String... settings) {
    String[] all = {
      "host",
      "localhost",
      "port",
      Integer.toString(server.port()),
      "user",
      MailClient.USER,
      "password",
      MailClient.PASSWORD
    };
    String[] both = java.util.Arrays.copyOf(all, all.length + settings.length);
    System.arraycopy(settings, 0, both, all.length, settings.length);
    return Accounts.of(both);
  }
}
