package dev.plumbline.intake.imap;

import dev.plumbline.intake.LogText;
import dev.plumbline.intake.Mailbox;
import dev.plumbline.intake.MailboxAccount;
import dev.plumbline.intake.MailboxAccount.Folders;
import dev.plumbline.intake.MailboxException;
import dev.plumbline.intake.MailboxException.ConnectionLost;
import dev.plumbline.intake.MailboxesSettings.After;
import dev.plumbline.intake.Spool;
import dev.plumbline.store.intake.Outcome;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.FolderClosedException;
import jakarta.mail.MessagingException;
import jakarta.mail.StoreClosedException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
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
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
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

  /** Messages named in one command; far below the line length any server refuses. */
  private static final int LONGEST_SET = 500;

  /** Keyword of messages that are being copied out of the folder, and of their copies. */
  private static final String MARK = "$PlumblineMoved";

  private static final String NOT_FLAGGED =
      " UNKEYWORD $PlumblineDone UNKEYWORD $PlumblineNotAReport UNKEYWORD $PlumblineRejected";

  private final Folders folders;
  private final After after;
  private final IMAPStore store;
  private final IMAPFolder folder;
  private final FolderNames names;
  private final boolean canIdle;
  private final boolean keepsKeywords;

  private boolean cleanUp = true;

  /** As the server counts them, those flagged as deleted among them. */
  private int messages;

  /** Whether there may be a message that came after the last listing. */
  private volatile boolean news;

  /**
   * A mailbox on an open connection.
   *
   * @param folder opened
   */
  ImapMailbox(MailboxAccount account, IMAPStore store, IMAPFolder folder, FolderNames names)
      throws MessagingException {
    this.folders = account.folders();
    this.after = account.after();
    this.store = store;
    this.folder = folder;
    this.names = names;
    this.canIdle = account.idle() && store.hasCapability("IDLE");
    // RFC 3501 section 7.1, PERMANENTFLAGS: \\* means that new keywords can be kept.
    this.keepsKeywords = folder.getPermanentFlags().contains(Flags.Flag.USER);
    this.messages = folder.getMessageCount();
  }

  private interface Talk<T> {
    T with(IMAPProtocol protocol) throws ProtocolException;
  }

  private <T> T talk(Talk<T> talk) {
    return talk(folder, talk);
  }

  @SuppressWarnings("unchecked")
  private static <T> T talk(IMAPFolder folder, Talk<T> talk) {
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

  private Response[] command(IMAPProtocol protocol, String command, @Nullable Argument arguments)
      throws ProtocolException {
    Response[] responses = ask(protocol, command, arguments);
    for (Response response : responses) {
      countMessages(response);
    }
    return responses;
  }

  private static Response[] ask(IMAPProtocol protocol, String command, @Nullable Argument arguments)
      throws ProtocolException {
    Response[] responses = protocol.command(command, arguments);
    protocol.notifyResponseHandlers(responses);
    protocol.handleResult(responses[responses.length - 1]);
    return responses;
  }

  /** RFC 3501 sections 7.3.1 and 7.4.1: a server may tell of others' changes in any response. */
  private void countMessages(Response response) {
    if (!(response instanceof IMAPResponse untagged)) {
      return;
    }
    if (untagged.keyEquals("EXISTS")) {
      news |= untagged.getNumber() > messages;
      messages = untagged.getNumber();
    } else if (untagged.keyEquals("EXPUNGE")) {
      messages--;
    }
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
    news = false;
    return talk(
        protocol -> {
          if (cleanUp) {
            expungeOurs(protocol);
            cleanUp = false;
          }
          // Without UIDPLUS, messages that were moved may stay behind, flagged as deleted.
          return search(protocol, "NOT DELETED" + (after == After.FLAG ? NOT_FLAGGED : ""));
        });
  }

  private List<Long> search(IMAPProtocol protocol, String criteria) throws ProtocolException {
    return found(command(protocol, "UID SEARCH " + criteria, null));
  }

  private static List<Long> found(Response[] responses) {
    List<Long> uids = new ArrayList<>();
    for (Response response : responses) {
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
      } catch (MessagingException | IOException e) {
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
  public boolean fetch(Letter letter, long mostBytes, Spool into) {
    while (into.size() <= mostBytes) {
      int wanted = (int) Math.min(CHUNK_BYTES, mostBytes + 1 - into.size());
      long before = into.size();
      boolean there = talk(protocol -> piece(protocol, letter.uid(), into, wanted));
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
    // What is in the database nowhere else than in the mailbox is never deleted.
    boolean deletes =
        after == After.DELETE && outcome != Outcome.NOT_A_REPORT && outcome != Outcome.REJECTED;
    try {
      if (after == After.FLAG) {
        flag(uids, outcome);
      } else if (deletes) {
        delete(uids);
      } else {
        move(uids, outcome);
      }
    } catch (ConnectionLost e) {
      throw e;
    } catch (MailboxException e) {
      String what =
          after == After.FLAG
              ? "flagging in \"%s\" (UID STORE)".formatted(folder.getFullName())
              : deletes
                  ? "deleting from \"%s\" (UID STORE, EXPUNGE)".formatted(folder.getFullName())
                  : "moving from \"%s\" to \"%s\" (%s)"
                      .formatted(
                          folder.getFullName(),
                          names.onServer(folders.of(outcome)),
                          hasMove() ? "UID MOVE" : "UID COPY, STORE, EXPUNGE");
      throw new MailboxException("Refused: " + what + ": " + e.getMessage(), e);
    }
  }

  private boolean hasMove() {
    try {
      return store.hasCapability("MOVE");
    } catch (MessagingException e) {
      return false;
    }
  }

  private void flag(Collection<Long> uids, Outcome outcome) {
    String flags =
        switch (outcome) {
          case STORED, CONFLICT, SET_ASIDE, DUPLICATE -> "$PlumblineDone \\Seen";
          case NOT_A_REPORT -> "$PlumblineNotAReport";
          case REJECTED -> "$PlumblineRejected";
          case TRY_AGAIN -> throw new IllegalArgumentException("It is not to be put away");
        };
    talk(
        protocol ->
            command(protocol, "UID STORE " + set(uids) + " +FLAGS.SILENT (" + flags + ")", null));
  }

  private void delete(Collection<Long> uids) {
    talk(
        protocol -> {
          String mark = keepsKeywords ? MARK + " " : "";
          command(
              protocol, "UID STORE " + set(uids) + " +FLAGS.SILENT (" + mark + "\\Deleted)", null);
          expunge(protocol, uids);
          return true;
        });
  }

  private void move(Collection<Long> uids, Outcome outcome) {
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

  private void move(IMAPProtocol protocol, Collection<Long> uids, String target)
      throws ProtocolException {
    if (protocol.hasCapability("MOVE")) {
      command(protocol, "UID MOVE", to(uids, target));
      return;
    }
    copyOnce(protocol, uids, target);
    command(protocol, "UID STORE " + set(uids) + " +FLAGS.SILENT (\\Deleted)", null);
    expunge(protocol, uids);
  }

  private static Argument to(Collection<Long> uids, String target) {
    return new Argument().writeAtom(set(uids)).writeString(BASE64MailboxEncoder.encode(target));
  }

  /**
   * Copies those that were not copied before. A connection or a process that died between COPY and
   * the removal leaves a message in both folders; our keyword, set before the copy and copied with
   * it, tells which messages to look for.
   */
  private void copyOnce(IMAPProtocol protocol, Collection<Long> uids, String target)
      throws ProtocolException {
    Set<Long> toCopy = new LinkedHashSet<>(uids);
    if (keepsKeywords) {
      List<Long> doubtful = search(protocol, "UID " + set(uids) + " KEYWORD " + MARK);
      if (!doubtful.isEmpty()) {
        toCopy.removeAll(copied(protocol, doubtful, target));
      }
      // The search left out those that are gone, which a COPY ignores as well.
      command(protocol, "UID STORE " + set(uids) + " +FLAGS.SILENT (" + MARK + ")", null);
    }
    if (!toCopy.isEmpty()) {
      command(protocol, "UID COPY", to(toCopy, target));
    }
  }

  /** Which of these messages are in the target already; looked up over a connection of its own. */
  private Set<Long> copied(IMAPProtocol protocol, List<Long> doubtful, String target)
      throws ProtocolException {
    List<Likeness> originals = likenesses(protocol, set(doubtful));
    Set<Long> copied = new HashSet<>();
    Set<Long> used = new HashSet<>();
    try {
      IMAPFolder there = (IMAPFolder) store.getFolder(target);
      if (!there.exists()) {
        return copied;
      }
      there.open(Folder.READ_ONLY);
      for (Likeness original : originals) {
        for (Likeness candidate : talk(there, other -> ofSize(other, original.size()))) {
          if (candidate.isLike(original) && used.add(candidate.uid())) {
            copied.add(original.uid());
            break;
          }
        }
      }
      there.close(false);
    } catch (MessagingException e) {
      throw new ConnectionLost(
          "\"%s\" cannot be looked into: %s".formatted(target, e.getMessage()), e);
    }
    return copied;
  }

  private static List<Likeness> ofSize(IMAPProtocol protocol, long size) throws ProtocolException {
    String criteria = "UID SEARCH KEYWORD %s LARGER %d SMALLER %d";
    List<Long> uids = found(ask(protocol, criteria.formatted(MARK, size - 1, size + 1), null));
    List<Likeness> candidates = new ArrayList<>();
    for (int from = 0; from < uids.size(); from += LONGEST_SET) {
      List<Long> some = uids.subList(from, Math.min(from + LONGEST_SET, uids.size()));
      candidates.addAll(likenesses(protocol, set(some)));
    }
    return candidates;
  }

  /** What a copy has in common with its original (RFC 3501 section 6.4.7). */
  private record Likeness(long uid, long size, Instant internalDate, @Nullable String messageId) {
    boolean isLike(Likeness other) {
      return size == other.size
          && internalDate.equals(other.internalDate)
          && Objects.equals(messageId, other.messageId);
    }
  }

  private static List<Likeness> likenesses(IMAPProtocol protocol, String uids)
      throws ProtocolException {
    String items = " (UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])";
    List<Likeness> found = new ArrayList<>();
    for (Response response : ask(protocol, "UID FETCH " + uids + items, null)) {
      if (response instanceof FetchResponse fetched) {
        INTERNALDATE date = fetched.getItem(INTERNALDATE.class);
        letter(fetched)
            .ifPresent(
                letter ->
                    found.add(
                        new Likeness(
                            letter.uid(),
                            letter.sizeBytes(),
                            date == null ? Instant.EPOCH : date.getDate().toInstant(),
                            letter.messageId())));
      }
    }
    return found;
  }

  /** Removes messages that are flagged as deleted, and no others. */
  private void expunge(IMAPProtocol protocol, Collection<Long> uids) throws ProtocolException {
    if (protocol.hasCapability("UIDPLUS")) {
      command(protocol, "UID EXPUNGE " + set(uids), null);
    } else if (new HashSet<>(uids).containsAll(search(protocol, "DELETED"))) {
      // A plain EXPUNGE takes everything flagged as deleted: only where that is all ours.
      command(protocol, "EXPUNGE", null);
    } else {
      LOG.warnf(
          "%d messages are copied or stored and flagged as deleted; they stay in the folder, since"
              + " this server can only remove them together with those others have deleted",
          uids.size());
    }
  }

  /** Finishes what a lost connection interrupted between the flag and the removal. */
  private void expungeOurs(IMAPProtocol protocol) throws ProtocolException {
    boolean interruptible = after != After.FLAG && keepsKeywords;
    if (!interruptible || (after == After.MOVE && protocol.hasCapability("MOVE"))) {
      return;
    }
    List<Long> ours = search(protocol, "DELETED KEYWORD " + MARK);
    for (int from = 0; from < ours.size(); from += LONGEST_SET) {
      expunge(protocol, ours.subList(from, Math.min(from + LONGEST_SET, ours.size())));
    }
  }

  @Override
  public boolean tellsNews() {
    return canIdle;
  }

  /**
   * IDLE (RFC 2177). The wait is ended by another thread, whose only command is DONE; a server that
   * does not answer it within the read timeout is gone.
   */
  @Override
  public boolean awaitNews(Duration most, BooleanSupplier enough) {
    if (news) {
      return true;
    }
    long until = System.nanoTime() + most.toNanos();
    return talk(
        protocol -> {
          protocol.idleStart();
          AtomicBoolean done = new AtomicBoolean();
          BooleanSupplier over =
              () -> news || enough.getAsBoolean() || until - System.nanoTime() <= 0;
          IdleEnd end = new IdleEnd(over, () -> finish(protocol, done));
          try {
            readWhileIdle(protocol, done);
          } finally {
            end.close();
          }
          return news;
        });
  }

  private static void finish(IMAPProtocol protocol, AtomicBoolean done) {
    if (done.compareAndSet(false, true)) {
      protocol.idleAbort();
    }
  }

  private void readWhileIdle(IMAPProtocol protocol, AtomicBoolean done) throws ProtocolException {
    boolean idle = true;
    while (idle) {
      boolean told = done.get();
      Response response;
      try {
        response = protocol.readResponse();
      } catch (InterruptedIOException e) {
        if (told) {
          throw new ConnectionLost("The server does not answer any more.", e);
        }
        continue;
      } catch (IOException e) {
        throw new ConnectionLost("The connection was lost: " + e.getMessage(), e);
      }
      countMessages(response);
      idle = protocol.processIdleResponse(response);
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
