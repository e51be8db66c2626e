package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.FreePort;
import dev.plumbline.intake.MailboxReport.Finding;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailboxCheckTest {

  @Test
  void what_a_server_can_do_and_holds_is_said_and_nothing_changes() throws Exception {
    try (Dovecot server = dovecot("INBOX.", '.', "")) {
      MailClient client = new MailClient(server.port());
      client.deliver(Mails.letter("one"), Mails.letter("two"));
      MailboxReport report = check(server, "tls", "none");
      assertThat(report.findings())
          .extracting(Finding::text)
          .containsExactly(
              "Connected to localhost:%d without TLS, readable by everybody on the way and logged in as dmarc with a password."
                  .formatted(server.port()),
              "The server tells of new mail at once (IDLE).",
              "Messages are moved by the server (MOVE).",
              "Folder names begin with \"INBOX.\"; separated by \".\".",
              "\"INBOX\" holds 2 messages.",
              "\"INBOX.Plumbline.Done\" will be made.",
              "\"INBOX.Plumbline.Not a report\" will be made.",
              "\"INBOX.Plumbline.Rejected\" will be made.");
      assertThat(report.isGood()).isTrue();
      assertThat(client.everything("INBOX")).containsExactly("one", "two");
      assertThat(client.folders()).containsExactly("INBOX");
    }
  }

  @Test
  void a_poor_server_is_described_with_the_consequences() throws Exception {
    try (Dovecot server = dovecot("", '/', "IMAP4rev1 LITERAL+")) {
      assertThat(check(server, "tls", "none").findings())
          .extracting(Finding::text)
          .anyMatch(text -> text.startsWith("The server has no IDLE: new mail is looked for every"))
          .anyMatch(text -> text.startsWith("The server has neither MOVE nor UIDPLUS"));
    }
  }

  @Test
  void each_failure_is_one_sentence() throws Exception {
    try (Dovecot server = dovecot("", '/', "")) {
      assertThat(failure(server, "tls", "none", "password", "wrong"))
          .contains("localhost does not accept user and password of mailbox \"test\"");
      assertThat(failure(server, "tls", "none", "folder", "Reports"))
          .contains("There is no folder \"Reports\"")
          .contains("plumbline.mailboxes.test.folder");
      assertThat(failure(server, "port", Integer.toString(server.tlsPort())))
          .contains("its certificate is not trusted")
          .contains("trust-file");
      assertThat(failure(server))
          .as("TLS on the port for plain text")
          .contains("it does not speak TLS as expected");
      assertThat(
              failure(
                  server,
                  "host",
                  "127.0.0.1",
                  "port",
                  Integer.toString(server.tlsPort()),
                  "trust-file",
                  server.certificateFile().toString()))
          .contains("its certificate is for another name");
      assertThat(failure(server, "host", "no-such-host.invalid"))
          .contains("there is no host of this name");
      assertThat(failure(server, "port", Integer.toString(FreePort.find())))
          .contains("the connection is refused");
      assertThat(failure(server, "batch-size", "0"))
          .contains("plumbline.mailboxes.test.batch-size must be");
    }
  }

  @Test
  void a_mailbox_nobody_configured_has_no_report() {
    assertThat(new MailboxChecks(Accounts.settings(Map.of())).check("main")).isEmpty();
  }

  private static String failure(Dovecot server, String... settings) {
    MailboxReport report = check(server, settings);
    assertThat(report.isGood()).isFalse();
    assertThat(report.findings()).filteredOn(finding -> !finding.good()).hasSize(1);
    return report.findings().stream()
        .filter(finding -> !finding.good())
        .findFirst()
        .orElseThrow()
        .text();
  }

  private static MailboxReport check(Dovecot server, String... namesAndValues) {
    Map<String, String> settings = new HashMap<>();
    String prefix = "plumbline.mailboxes.test.";
    settings.put(prefix + "host", "localhost");
    settings.put(prefix + "port", Integer.toString(server.port()));
    settings.put(prefix + "user", MailClient.USER);
    settings.put(prefix + "password", MailClient.PASSWORD);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(prefix + namesAndValues[i], namesAndValues[i + 1]);
    }
    return new MailboxChecks(Accounts.settings(settings)).check("test").orElseThrow();
  }

  private static Dovecot dovecot(String prefix, char separator, String capability)
      throws Exception {
    boolean there = Files.isExecutable(Dovecot.PROGRAM);
    if (!there) {
      System.out.println("SKIPPED: MailboxCheckTest needs " + Dovecot.PROGRAM);
    }
    assumeTrue(there, "needs " + Dovecot.PROGRAM);
    return new Dovecot(prefix, separator, capability);
  }
}
