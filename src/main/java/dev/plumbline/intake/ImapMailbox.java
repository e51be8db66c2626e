package dev.plumbline.intake;

import dev.plumbline.intake.MailboxAccount.Folders;
import dev.plumbline.intake.MailboxException.ConnectionLost;
import dev.plumbline.store.Outcome;
import jakarta.mail.FolderClosedException;
import jakarta.mail.MessagingException;
import jakarta.mail.StoreClosedException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A folder on an IMAP server. Speaks in UIDs only, by commands of its own: the library's messages
 * are numbered by position, which every move shifts.
 */
final class ImapMailbox implements Mailbox {

  private static final Logger LOG = Logger.getLogger(ImapMailbox.class);

  /** Fetched at once; large enough to be quick, small enough not to hold a message three times. */
  private static final int CHUNK_BYTES = 1024 * 1024;

  private final Folders folders;
  private final IMAPStore store;
  private final IMAPFolder folder;
  private final FolderNames names;

  ImapMailbox(Folders folders, IMAPStore store, IMAPFolder folder, FolderNames names) {
    this.folders = folders;
    this.store = store;
    this.folder = folder;
    this.names = names;
  }

  private interface Talk<T> {
    T with(IMAPProtocol protocol) throws ProtocolException;
  }

  @SuppressWarnings("unchecked")
  private <T> T talk(Talk<T> talk) {
    try {
      return (T) folder.doCommand(talk::with);
    } catch (FolderClosedException | StoreClosedException e) {
      throw new ConnectionLost("The connection was lost: " + e.getMessage(), e);
    } catch (MessagingException e) {
      if (e.getCause() instanceof ConnectionException) {
        throw new ConnectionLost("The connection was lost: " + e.getMessage(), e);
      }
      throw new MailboxException("The server refused: " + e.getMessage(), e);
    } catch (IllegalStateException e) {
      // The library's word for a folder whose connection it has given up.
      throw new ConnectionLost("The connection was lost: " + e.getMessage(), e);
    }
  }

  private static Response[] command(
      IMAPProtocol protocol, String command, @Nullable Argument arguments)
      throws ProtocolException {
    Response[] responses = protocol.command(command, arguments);
    protocol.notifyResponseHandlers(responses);
    protocol.handleResult(responses[responses.length - 1]);
    return responses;
  }

  @Override
  public long uidValidity() {
    try {
      return folder.getUIDValidity();
    } catch (MessagingException e) {
      throw new MailboxException("The server does not number its messages: " + e.getMessage(), e);
    }
  }

  @Override
  public List<Long> waiting() {
    // Without UIDPLUS, messages that were moved may stay behind, flagged as deleted.
    return talk(protocol -> search(protocol, "NOT DELETED"));
  }

  private static List<Long> search(IMAPProtocol protocol, String criteria)
      throws ProtocolException {
    List<Long> uids = new ArrayList<>();
    for (Response response : command(protocol, "UID SEARCH " + criteria, null)) {
      if (response instanceof IMAPResponse found && found.keyEquals("SEARCH")) {
        for (long uid = found.readLong(); uid != -1; uid = found.readLong()) {
          uids.add(uid);
        }
      }
    }
    uids.sort(null);
    return uids;
  }

  @Override
  public List<Letter> describe(List<Long> uids) {
    return talk(
        protocol -> {
          List<Letter> letters = new ArrayList<>();
          String items = " (UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID SUBJECT)])";
          for (Response response : command(protocol, "UID FETCH " + set(uids) + items, null)) {
            if (response instanceof FetchResponse fetched) {
              letter(fetched).ifPresent(letters::add);
            }
          }
          return letters;
        });
  }

  private static Optional<Letter> letter(FetchResponse fetched) {
    UID uid = fetched.getItem(UID.class);
    RFC822SIZE size = fetched.getItem(RFC822SIZE.class);
    if (uid == null || size == null) {
      return Optional.empty();
    }
    BODY header = fetched.getItem(BODY.class);
    String messageId = null;
    String subject = null;
    if (header != null && header.getByteArray() != null) {
      try (InputStream in = header.getByteArrayInputStream()) {
        InternetHeaders headers = new InternetHeaders(in);
        messageId = headers.getHeader("Message-ID", null);
        subject = headers.getHeader("Subject", null);
      } catch (MessagingException | java.io.IOException e) {
        LOG.debug("A header could not be read", e);
      }
    }
    return Optional.of(new Letter(uid.uid, size.size, messageId, decoded(subject)));
  }

  private static String decoded(@Nullable String subject) {
    if (subject == null) {
      return "";
    }
    String unfolded = MimeUtility.unfold(subject);
    try {
      return MimeUtility.decodeText(unfolded);
    } catch (UnsupportedEncodingException e) {
      return unfolded;
    }
  }

  /**
   * Fetches piece by piece with BODY.PEEK, which leaves the message unread. The size a server
   * promises is not relied on: what counts is that nothing more comes.
   */
  @Override
  public Optional<byte[]> fetch(Letter letter, long mostBytes) {
    int expected = (int) Math.min(letter.sizeBytes(), mostBytes) + 1;
    ByteArrayOutputStream content = new ByteArrayOutputStream(Math.max(expected, 32));
    while (content.size() <= mostBytes) {
      int wanted = (int) Math.min(CHUNK_BYTES, mostBytes + 1 - content.size());
      int before = content.size();
      boolean there = talk(protocol -> piece(protocol, letter.uid(), content, wanted));
      if (!there) {
        return Optional.empty();
      }
      int got = content.size() - before;
      if (got == 0 || (got < wanted && content.size() >= letter.sizeBytes())) {
        break;
      }
    }
    if (content.size() == 0 && letter.sizeBytes() > 0) {
      throw new MailboxException("The server gave no content for message " + letter.uid() + ".");
    }
    return Optional.of(content.toByteArray());
  }

  /** Appends the next piece; false if the message is gone. */
  private static boolean piece(
      IMAPProtocol protocol, long uid, ByteArrayOutputStream content, int wanted)
      throws ProtocolException {
    String range = "<" + content.size() + "." + wanted + ">";
    boolean there = false;
    for (Response response :
        command(protocol, "UID FETCH " + uid + " (UID BODY.PEEK[]" + range + ")", null)) {
      if (response instanceof FetchResponse fetched) {
        UID answered = fetched.getItem(UID.class);
        BODY body = fetched.getItem(BODY.class);
        if (answered == null || answered.uid != uid || body == null) {
          continue;
        }
        there = true;
        ByteArray bytes = body.getByteArray();
        if (bytes != null) {
          content.write(bytes.getBytes(), bytes.getStart(), bytes.getCount());
        }
      }
    }
    return there;
  }

  @Override
  public void move(Collection<Long> uids, Outcome outcome) {
    String target = names.onServer(folders.of(outcome));
    talk(
        protocol -> {
          try {
            move(protocol, uids, target);
          } catch (CommandFailedException e) {
            // The folder may have been removed since; RFC 3501 section 7.1, TRYCREATE.
            createAgain(target, e);
            move(protocol, uids, target);
          }
          return true;
        });
  }

  private void createAgain(String target, CommandFailedException refusal)
      throws CommandFailedException {
    if (!String.valueOf(refusal.getMessage()).contains("TRYCREATE")) {
      throw refusal;
    }
    try {
      ImapConnection.createIfMissing(store, target);
    } catch (MessagingException e) {
      LOG.warnf(e, "The folder \"%s\" could not be created again", LogText.safe(target));
      throw refusal;
    }
  }

  private static void move(IMAPProtocol protocol, Collection<Long> uids, String target)
      throws ProtocolException {
    Argument to =
        new Argument().writeAtom(set(uids)).writeString(BASE64MailboxEncoder.encode(target));
    if (protocol.hasCapability("MOVE")) {
      command(protocol, "UID MOVE", to);
      return;
    }
    command(protocol, "UID COPY", to);
    command(protocol, "UID STORE " + set(uids) + " +FLAGS.SILENT (\\Deleted)", null);
    if (protocol.hasCapability("UIDPLUS")) {
      command(protocol, "UID EXPUNGE " + set(uids), null);
    } else if (new HashSet<>(uids).containsAll(search(protocol, "DELETED"))) {
      // A plain EXPUNGE takes everything flagged as deleted: only where that is all ours.
      command(protocol, "EXPUNGE", null);
    } else {
      LOG.warnf(
          "%d messages were copied to \"%s\" and flagged as deleted; they stay in the folder, since"
              + " this server can only remove them together with those others have deleted",
          uids.size(), LogText.safe(target));
    }
  }

  private static String set(Collection<Long> uids) {
    return uids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    // Closing the folder could expunge; closing the connection does not.
    ImapConnection.close(store);
  }
}
