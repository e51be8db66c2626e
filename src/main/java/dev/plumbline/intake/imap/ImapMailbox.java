package dev.plumbline.intake.imap;

import dev.plumbline.intake.Mailbox;
import dev.plumbline.intake.MailboxAccount;
import dev.plumbline.intake.MailboxException;
import dev.plumbline.intake.MailboxesSettings.After;
import dev.plumbline.intake.Spool;
import dev.plumbline.store.intake.Outcome;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.UID;

/**
 * A folder on an IMAP server. Speaks in UIDs only, by commands of its own: the library's messages
 * are numbered by position, which every move shifts.
 */
final class ImapMailbox implements Mailbox {

  /** Fetched at once; large enough to be quick, small enough not to hold a message three times. */
  private static final int CHUNK_BYTES = 1024 * 1024;

  private static final String NOT_FLAGGED =
      " UNKEYWORD $PlumblineDone UNKEYWORD $PlumblineNotAReport UNKEYWORD $PlumblineRejected";

  private final After after;
  private final IMAPStore store;
  private final IMAPFolder folder;
  private final boolean canIdle;
  private final ImapTalk talk;
  private final ImapTidying tidying;

  private boolean cleanUp = true;

  /**
   * A mailbox on an open connection.
   *
   * @param folder opened
   */
  ImapMailbox(MailboxAccount account, IMAPStore store, IMAPFolder folder, FolderNames names)
      throws MessagingException {
    this.after = account.after();
    this.store = store;
    this.folder = folder;
    this.canIdle = account.idle() && store.hasCapability("IDLE");
    this.talk = new ImapTalk(folder);
    this.tidying = new ImapTidying(account, store, folder, names, talk);
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
    talk.forgetNews();
    return talk.talk(
        protocol -> {
          if (cleanUp) {
            tidying.expungeOurs(protocol);
            cleanUp = false;
          }
          // Without UIDPLUS, messages that were moved may stay behind, flagged as deleted.
          return talk.search(protocol, "NOT DELETED" + (after == After.FLAG ? NOT_FLAGGED : ""));
        });
  }

  @Override
  public List<Letter> describe(List<Long> uids) {
    return talk.talk(
        protocol -> {
          List<Letter> letters = new ArrayList<>();
          String items = " (UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID SUBJECT)])";
          for (Response response :
              talk.command(protocol, "UID FETCH " + ImapTalk.set(uids) + items, null)) {
            if (response instanceof FetchResponse fetched) {
              Letters.of(fetched).ifPresent(letters::add);
            }
          }
          return letters;
        });
  }

  /**
   * Fetches piece by piece with BODY.PEEK, which leaves the message unread. The size a server
   * promises is not relied on: what counts is that nothing more comes.
   */
  @Override
  public boolean fetch(Letter letter, long mostBytes, Spool into) {
    while (into.size() <= mostBytes) {
      int wanted = (int) Math.min(CHUNK_BYTES, mostBytes + 1 - into.size());
      long before = into.size();
      boolean there = talk.talk(protocol -> piece(protocol, letter.uid(), into, wanted));
      if (!there) {
        return false;
      }
      long got = into.size() - before;
      if (got == 0 || (got < wanted && into.size() >= letter.sizeBytes())) {
        break;
      }
    }
    if (into.size() == 0 && letter.sizeBytes() > 0) {
      throw new MailboxException("The server gave no content for message " + letter.uid() + ".");
    }
    return true;
  }

  /** Appends the next piece; false if the message is gone. */
  private boolean piece(IMAPProtocol protocol, long uid, Spool into, int wanted)
      throws ProtocolException {
    String range = "<" + into.size() + "." + wanted + ">";
    boolean there = false;
    for (Response response :
        talk.command(protocol, "UID FETCH " + uid + " (UID BODY.PEEK[]" + range + ")", null)) {
      if (response instanceof FetchResponse fetched) {
        UID answered = fetched.getItem(UID.class);
        BODY body = fetched.getItem(BODY.class);
        if (answered == null || answered.uid != uid || body == null) {
          continue;
        }
        there = true;
        ByteArray bytes = body.getByteArray();
        if (bytes != null) {
          try {
            into.write(bytes.getBytes(), bytes.getStart(), bytes.getCount());
          } catch (IOException e) {
            throw new MailboxException("A message cannot be kept on disk: " + e.getMessage(), e);
          }
        }
      }
    }
    return there;
  }

  @Override
  public void putAway(Collection<Long> uids, Outcome outcome) {
    tidying.putAway(uids, outcome);
  }

  @Override
  public boolean tellsNews() {
    return canIdle;
  }

  @Override
  public boolean awaitNews(Duration most, BooleanSupplier enough) {
    return talk.awaitNews(most, enough);
  }

  @Override
  public void close() {
    // Closing the folder could expunge; closing the connection does not.
    ImapConnection.close(store);
  }
}
