package dev.plumbline.intake.imap;

import dev.plumbline.intake.LogText;
import dev.plumbline.intake.MailboxAccount;
import dev.plumbline.intake.MailboxException;
import dev.plumbline.intake.MailboxesSettings.Tls;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.Properties;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.jboss.logging.Logger;

/** Logs in, and knows how the server spells its folders. */
public final class ImapConnection {

  private static final Logger LOG = Logger.getLogger(ImapConnection.class);

  private ImapConnection() {}

  /** Connects and logs in. */
  public static IMAPStore connect(MailboxAccount account) {
    String protocol = account.tls() == Tls.TLS ? "imaps" : "imap";
    Properties properties = properties(account, "mail." + protocol + ".");
    try {
      IMAPStore store = (IMAPStore) Session.getInstance(properties).getStore(protocol);
      store.connect(account.host(), account.port(), account.user(), account.login().secret());
      return store;
    } catch (AuthenticationFailedException e) {
      account.login().refused();
      throw new MailboxException(
          "%s does not accept user and %s of mailbox \"%s\": %s"
              .formatted(account.host(), account.login().word(), account.name(), e.getMessage()),
          e);
    } catch (MessagingException e) {
      throw new MailboxException(
          "%s:%d cannot be reached for mailbox \"%s\": %s"
              .formatted(account.host(), account.port(), account.name(), ConnectTrouble.reason(e)),
          e);
    }
  }

  private static Properties properties(MailboxAccount account, String prefix) {
    Properties properties = new Properties();
    properties.setProperty(prefix + "connectiontimeout", millis(account.connectTimeout()));
    properties.setProperty(prefix + "timeout", millis(account.readTimeout()));
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    // Otherwise what failed with the trust file is tried again without it, and that failure told.
    properties.setProperty(prefix + "socketFactory.fallback", "false");
    account
        .login()
        .mechanism()
        .ifPresent(mechanism -> properties.setProperty(prefix + "auth.mechanisms", mechanism));
    properties.setProperty(prefix + "allowreadonlyselect", "true");
    if (account.tls() == Tls.STARTTLS) {
      properties.setProperty(prefix + "starttls.enable", "true");
      properties.setProperty(prefix + "starttls.required", "true");
    }
    if (account.tls() != Tls.NONE) {
      account
          .trustFile()
          .ifPresent(
              file -> properties.put(prefix + "ssl.socketFactory", ExtraTrust.sockets(file)));
    }
    return properties;
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  /** How this server spells the names of folders. */
  public static FolderNames names(IMAPStore store) throws MessagingException {
    char delimiter = store.getDefaultFolder().getSeparator();
    if (!store.hasCapability("NAMESPACE")) {
      return new FolderNames("", delimiter);
    }
    Folder[] personal = store.getPersonalNamespaces();
    if (personal.length == 0) {
      return new FolderNames("", delimiter);
    }
    // The library cuts the delimiter off the prefix.
    String prefix = personal[0].getFullName();
    char own = personal[0].getSeparator();
    return new FolderNames(prefix.isEmpty() ? "" : prefix + own, own);
  }

  static void createIfMissing(IMAPStore store, String name) throws MessagingException {
    IMAPFolder folder = (IMAPFolder) store.getFolder(name);
    if (folder.exists()) {
      return;
    }
    try {
      // The library keeps to itself what the server says.
      folder.doCommand(
          protocol -> {
            protocol.create(name);
            return true;
          });
    } catch (MessagingException e) {
      // Another client may have been quicker.
      if (!folder.exists()) {
        throw new MessagingException(
            "The server does not create the folder \"%s\" (CREATE): %s"
                .formatted(name, e.getMessage()),
            e);
      }
    }
    folder.setSubscribed(true);
    LOG.infof("Created the folder \"%s\"", LogText.safe(name));
  }

  public static void close(IMAPStore store) {
    try {
      store.close();
    } catch (MessagingException e) {
      LOG.debug("Closing a mailbox failed", e);
    }
  }
}
