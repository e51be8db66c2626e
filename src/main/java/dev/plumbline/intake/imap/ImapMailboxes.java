package dev.plumbline.intake.imap;

import dev.plumbline.intake.LogText;
import dev.plumbline.intake.Mailbox;
import dev.plumbline.intake.MailboxAccount;
import dev.plumbline.intake.MailboxException;
import dev.plumbline.intake.MailboxesSettings.After;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.jboss.logging.Logger;

/** Opens the folder that messages are taken from. */
public final class ImapMailboxes {

  private static final Logger LOG = Logger.getLogger(ImapMailboxes.class);

  private ImapMailboxes() {}

  /** A mailbox that is open and has its target folders. */
  public static Mailbox open(MailboxAccount account) {
    IMAPStore store = ImapConnection.connect(account);
    boolean opened = false;
    try {
      FolderNames names = ImapConnection.names(store);
      for (String target : account.folders().targets(account.after())) {
        makeIfPossible(store, names.onServer(target));
      }
      String source = names.onServer(account.folders().source());
      IMAPFolder folder = (IMAPFolder) store.getFolder(source);
      if (!folder.exists()) {
        throw new MailboxException(
            "There is no folder \"%s\" in mailbox \"%s\".".formatted(source, account.name()));
      }
      folder.open(Folder.READ_WRITE);
      // A folder that is read-only is read all the same; that nothing can be flagged shows then.
      if (account.after() == After.FLAG
          && folder.getMode() == Folder.READ_WRITE
          && !folder.getPermanentFlags().contains(Flags.Flag.USER)) {
        throw new MailboxException(
            "The server of mailbox \"%s\" keeps no keywords, so messages cannot be flagged: use after=move."
                .formatted(account.name()));
      }
      ImapMailbox mailbox = new ImapMailbox(account, store, folder, names);
      opened = true;
      return mailbox;
    } catch (MessagingException e) {
      throw new MailboxException(
          "Mailbox \"%s\" cannot be opened: %s".formatted(account.name(), e.getMessage()), e);
    } finally {
      if (!opened) {
        ImapConnection.close(store);
      }
    }
  }

  /** Without the folder mail can still be taken in; moving there will be refused, and told. */
  private static void makeIfPossible(IMAPStore store, String name) throws MessagingException {
    try {
      ImapConnection.createIfMissing(store, name);
    } catch (MessagingException e) {
      if (!store.isConnected()) {
        throw e;
      }
      LOG.warn(LogText.safe(String.valueOf(e.getMessage())));
    }
  }
}
