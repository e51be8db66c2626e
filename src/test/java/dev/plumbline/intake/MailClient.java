package dev.plumbline.intake;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Another mail program on the same mailbox, over plain IMAP. */
final class MailClient {

  static final String USER = "dmarc";
  static final String PASSWORD = "secret";

  private final int port;
  private Store store;

  MailClient(int port) {
    this.port = port;
  }

  private interface Use<T> {
    T with(Store store) throws MessagingException;
  }

  /** By one connection for all that a test does, which is renewed if the server went away. */
  private <T> T use(Use<T> use) throws MessagingException {
    Store open = store;
    if (open == null || !open.isConnected()) {
      open = Session.getInstance(new Properties()).getStore("imap");
      open.connect("127.0.0.1", port, USER, PASSWORD);
      store = open;
    }
    return use.with(open);
  }

  /** Puts messages into the inbox, unread. */
  void deliver(byte[]... messages) throws MessagingException {
    use(
        store -> {
          for (byte[] message : messages) {
            store
                .getFolder("INBOX")
                .appendMessages(
                    new Message[] {new MimeMessage(null, new ByteArrayInputStream(message))});
          }
          return true;
        });
  }

  /** Flags the only message with this subject in the inbox as deleted, and leaves it there. */
  void flagDeleted(String subject) throws MessagingException {
    use(
        store -> {
          Folder inbox = store.getFolder("INBOX");
          inbox.open(Folder.READ_WRITE);
          for (Message message : inbox.getMessages()) {
            if (subject.equals(message.getSubject())) {
              message.setFlag(Flags.Flag.DELETED, true);
            }
          }
          inbox.close(false);
          return true;
        });
  }

  /** Makes a folder. */
  void make(String name) throws MessagingException {
    use(store -> store.getFolder(name).create(Folder.HOLDS_MESSAGES));
  }

  /** The names of all folders. */
  List<String> folders() throws MessagingException {
    return use(
        store -> {
          List<String> names = new ArrayList<>();
          for (Folder folder : store.getDefaultFolder().list("*")) {
            names.add(folder.getFullName());
          }
          return names;
        });
  }

  /** Removes all messages of folders that may be missing. */
  void empty(List<String> folders) throws MessagingException {
    use(
        store -> {
          for (String name : folders) {
            Folder folder = store.getFolder(name);
            if (folder.exists()) {
              folder.open(Folder.READ_WRITE);
              folder.setFlags(folder.getMessages(), new Flags(Flags.Flag.DELETED), true);
              folder.close(true);
            }
          }
          return true;
        });
  }

  /** The subjects in a folder that may be missing, those flagged as deleted left out. */
  List<String> subjects(String folder) throws MessagingException {
    return list(folder, false);
  }

  /** All subjects in a folder, those of read messages marked with {@code (read)}. */
  List<String> everything(String folder) throws MessagingException {
    return list(folder, true);
  }

  private List<String> list(String name, boolean everything) throws MessagingException {
    try {
      return look(name, everything);
    } catch (MessagingException e) {
      // What the server knew over the connection may be out of date: once more over another.
      store = null;
      return look(name, everything);
    }
  }

  private List<String> look(String name, boolean everything) throws MessagingException {
    return use(
        store -> {
          List<String> subjects = new ArrayList<>();
          Folder folder = store.getFolder(name);
          if (folder.exists()) {
            folder.open(Folder.READ_ONLY);
            for (Message message : folder.getMessages()) {
              if (everything) {
                subjects.add(
                    message.getSubject() + (message.isSet(Flags.Flag.SEEN) ? " (read)" : ""));
              } else if (!message.isSet(Flags.Flag.DELETED)) {
                subjects.add(message.getSubject());
              }
            }
            folder.close(false);
          }
          return subjects;
        });
  }
}
