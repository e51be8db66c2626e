package dev.plumbline.intake;

import dev.plumbline.intake.MailboxReport.Finding;
import dev.plumbline.intake.MailboxesSettings.After;
import dev.plumbline.intake.MailboxesSettings.MailboxSettings;
import dev.plumbline.intake.imap.FolderNames;
import dev.plumbline.intake.imap.ImapConnection;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Quota;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.Rights;

/** One look at one mailbox, in which nothing is changed. */
final class MailboxCheck {

  private final List<Finding> findings = new ArrayList<>();

  /** What there is to say of a mailbox. */
  List<Finding> of(String name, MailboxSettings settings) {
    try {
      return of(
          MailboxAccount.of(name, settings), "setting " + MailboxAccount.prefix(name) + "folder");
    } catch (IllegalArgumentException e) {
      bad("settings", String.valueOf(e.getMessage()));
      return findings;
    }
  }

  /**
   * What there is to say of a mailbox whose settings make sense.
   *
   * @param folderSetting what its folder is set by, as people are told
   */
  List<Finding> of(MailboxAccount account, String folderSetting) {
    IMAPStore store;
    try {
      store = ImapConnection.connect(account);
    } catch (MailboxException e) {
      bad("connection", String.valueOf(e.getMessage()));
      return findings;
    }
    try {
      look(account, store, folderSetting);
    } catch (MessagingException e) {
      bad("connection", "The server refused to say more: " + e.getMessage());
    } finally {
      ImapConnection.close(store);
    }
    return findings;
  }

  private void look(MailboxAccount account, IMAPStore store, String folderSetting)
      throws MessagingException {
    good(
        "connection",
        "Connected to %s:%d %s and logged in as %s with %s."
            .formatted(
                account.host(),
                account.port(),
                switch (account.tls()) {
                  case TLS -> "with TLS";
                  case STARTTLS -> "with STARTTLS";
                  case NONE -> "without TLS, readable by everybody on the way";
                },
                account.user(),
                account.login().word().equals("password") ? "a password" : "an access token"));
    capabilities(account, store);
    FolderNames names = ImapConnection.names(store);
    good("namespace", namespace(names));
    folder(account, store, names, folderSetting);
    targets(account, store, names);
  }

  private void capabilities(MailboxAccount account, IMAPStore store) throws MessagingException {
    good(
        "capabilities",
        !account.idle()
            ? "New mail is looked for every %s, as idle=false says.".formatted(account.interval())
            : store.hasCapability("IDLE")
                ? "The server tells of new mail at once (IDLE)."
                : "The server has no IDLE: new mail is looked for every "
                    + account.interval()
                    + ".");
    if (account.after() == After.FLAG) {
      return;
    }
    boolean move = store.hasCapability("MOVE") && account.after() == After.MOVE;
    boolean uidPlus = store.hasCapability("UIDPLUS");
    good(
        "capabilities",
        move
            ? "Messages are moved by the server (MOVE)."
            : uidPlus
                ? "Messages are removed one by one (UIDPLUS)."
                : "The server has neither MOVE nor UIDPLUS: messages are copied and flagged as"
                    + " deleted, and removed only while nothing else is flagged so.");
  }

  private static String namespace(FolderNames names) {
    String separator =
        names.delimiter() == 0
            ? "the server has no sub-folders"
            : "separated by \"" + names.delimiter() + "\"";
    return names.prefix().isEmpty()
        ? "Folder names have no prefix; " + separator + "."
        : "Folder names begin with \"%s\"; %s.".formatted(names.prefix(), separator);
  }

  private void folder(
      MailboxAccount account, IMAPStore store, FolderNames names, String folderSetting)
      throws MessagingException {
    String configured = account.folders().source();
    String onServer = names.onServer(configured);
    Folder folder = store.getFolder(onServer);
    if (!folder.exists()) {
      bad(
          "folder",
          "There is no folder \"%s\" to take messages from (%s)."
              .formatted(onServer, folderSetting));
      return;
    }
    try {
      folder.open(Folder.READ_ONLY);
      int messages = folder.getMessageCount();
      folder.close(false);
      // SELECT changes nothing either, and says whether anything may be changed.
      folder.open(Folder.READ_WRITE);
      boolean readOnly = folder.getMode() != Folder.READ_WRITE;
      folder.close(false);
      if (readOnly) {
        bad("folder", "\"%s\" is read-only: messages are taken in and stay.".formatted(onServer));
      }
      rights(store, folder, account.after() == After.FLAG ? "rws" : "rte", "folder");
      quota(store, folder);
      good(
          "folder",
          "\"%s\" holds %d %s."
              .formatted(onServer, messages, messages == 1 ? "message" : "messages"));
    } catch (MessagingException e) {
      bad("folder", "\"%s\" cannot be opened: %s".formatted(onServer, e.getMessage()));
    }
  }

  private void targets(MailboxAccount account, IMAPStore store, FolderNames names)
      throws MessagingException {
    for (String target : account.folders().targets(account.after())) {
      String onServer = names.onServer(target);
      Folder folder = store.getFolder(onServer);
      if (folder.exists()) {
        good("target-folder", "\"%s\" exists.".formatted(onServer));
        rights(store, folder, "i", "target-folder");
      } else if (isToBeMade(store, folder)) {
        good("target-folder", "\"%s\" will be made.".formatted(onServer));
      }
    }
  }

  private boolean isToBeMade(IMAPStore store, Folder missing) throws MessagingException {
    Folder parent = missing.getParent();
    if (parent == null || parent.getFullName().isEmpty() || !parent.exists()) {
      return true;
    }
    List<String> attributes = List.of(((IMAPFolder) parent).getAttributes());
    if (attributes.stream().anyMatch("\\NoInferiors"::equalsIgnoreCase)) {
      bad(
          "target-folder",
          "\"%s\" cannot be made: \"%s\" takes no folders (\\NoInferiors); choose another name."
              .formatted(missing.getFullName(), parent.getFullName()));
      return false;
    }
    return rights(store, parent, "k", "target-folder");
  }

  /** RFC 4314: r read, w flag, s seen, t mark as deleted, e expunge, i insert, k make folders. */
  private boolean rights(IMAPStore store, Folder folder, String needed, String step)
      throws MessagingException {
    if (!store.hasCapability("ACL")) {
      return true;
    }
    Rights mine;
    try {
      mine = ((IMAPFolder) folder).myRights();
    } catch (MessagingException e) {
      return true; // The server will say so when it comes to it.
    }
    // RFC 2086 had one right d for what are now t, e and x, and c for k and x.
    StringBuilder lacking = new StringBuilder();
    for (int i = 0; i < needed.length(); i++) {
      char right = needed.charAt(i);
      char before = right == 't' || right == 'e' ? 'd' : right == 'k' ? 'c' : right;
      if (!mine.contains(Rights.Right.getInstance(right))
          && !mine.contains(Rights.Right.getInstance(before))) {
        lacking.append(right);
      }
    }
    if (lacking.length() > 0) {
      bad(
          step,
          "The rights \"%s\" to \"%s\" are missing (RFC 4314): mail cannot be tidied up."
              .formatted(lacking, folder.getFullName()));
    }
    return lacking.length() == 0;
  }

  /** A copy takes room before the original goes. */
  private void quota(IMAPStore store, Folder folder) throws MessagingException {
    if (!store.hasCapability("QUOTA")) {
      return;
    }
    Quota[] quotas;
    try {
      quotas = ((IMAPFolder) folder).getQuota();
    } catch (MessagingException e) {
      return; // Not every folder has one.
    }
    for (Quota quota : quotas) {
      Quota.Resource[] resources =
          quota.resources == null ? new Quota.Resource[0] : quota.resources;
      for (Quota.Resource resource : resources) {
        if (resource.limit > 0 && resource.usage >= resource.limit) {
          bad(
              "quota",
              "The quota is full (%s: %d of %d): messages cannot be moved until there is room."
                  .formatted(resource.name, resource.usage, resource.limit));
        }
      }
    }
  }

  private void good(String step, String text) {
    findings.add(new Finding(step, true, text));
  }

  private void bad(String step, String text) {
    findings.add(new Finding(step, false, text));
  }
}
