package dev.plumbline.web;

/**
 * What a new installation is told, as texts to paste.
 *
 * @param mailbox settings of a mailbox
 * @param folder the setting of the drop folder
 * @param command a command line that takes files in
 * @param sample a command line that shows the sample
 */
public record HowToStart(String mailbox, String folder, String command, String sample) {

  static final HowToStart TEXTS =
      new HowToStart(
          """
          plumbline.mailboxes.main.host=imap.example.org
          plumbline.mailboxes.main.user=dmarc@example.org
          plumbline.mailboxes.main.password-file=/etc/plumbline/password\
          """,
          "plumbline.drop-folder=/var/lib/plumbline/drop",
          "./plumbline ingest path/to/reports/",
          "./plumbline demo");
}
