package dev.plumbline.web;

/**
 * What a new installation is told, as texts to paste.
 *
 * @param mailbox settings of a mailbox
 * @param folder the setting of the drop folder, or the folder itself if it is set
 * @param command a command line
 */
public record HowToStart(String mailbox, String folder, String command) {

  static final HowToStart TEXTS =
      new HowToStart(
          """
          plumbline.mailboxes.main.host=imap.example.org
          plumbline.mailboxes.main.user=dmarc@example.org
          plumbline.mailboxes.main.password-file=/etc/plumbline/password""",
          "plumbline.drop-folder=/var/lib/plumbline/drop",
          "./plumbline ingest path/to/reports/");
}
