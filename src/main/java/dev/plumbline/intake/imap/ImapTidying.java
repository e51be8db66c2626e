package dev.plumbline.intake.imap;

import dev.plumbline.intake.MailboxAccount;
import dev.plumbline.intake.MailboxAccount.Folders;
import dev.plumbline.intake.MailboxException;
import dev.plumbline.intake.MailboxException.ConnectionLost;
import dev.plumbline.intake.MailboxesSettings.After;
import dev.plumbline.store.intake.Outcome;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes messages that are done with out of a folder, each once, whenever a connection is lost. */
final class ImapTidying {

  private static final Logger LOG = Logger.getLogger(ImapTidying.class);

  /** Messages named in one command; far below the line length any server refuses. */
  private static final int LONGEST_SET = 500;

  /** Keyword of messages that are being copied out of the folder, and of their copies. */
  private static final String MARK = "$PlumblineMoved";

  private final Folders folders;
  private final After after;
  private final IMAPStore store;
  private final IMAPFolder folder;
  private final FolderNames names;
  private final boolean keepsKeywords;
  private final ImapTalk talk;

  ImapTidying(
      MailboxAccount account,
      IMAPStore store,
      IMAPFolder folder,
      FolderNames names,
      ImapTalk talk) {
    this.folders = account.folders();
    this.after = account.after();
    this.store = store;
    this.folder = folder;
    this.names = names;
    // RFC 3501 section 7.1, PERMANENTFLAGS: \\* means that new keywords can be kept.
    this.keepsKeywords = folder.getPermanentFlags().contains(Flags.Flag.USER);
    this.talk = talk;
  }

  /** Moves, flags or deletes messages, as their outcome wants it. */
  void putAway(Collection<Long> uids, Outcome outcome) {
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
    talk.talk(
        protocol ->
            talk.command(
                protocol,
                "UID STORE " + ImapTalk.set(uids) + " +FLAGS.SILENT (" + flags + ")",
                null));
  }

  private void delete(Collection<Long> uids) {
    talk.talk(
        protocol -> {
          String mark = keepsKeywords ? MARK + " " : "";
          talk.command(
              protocol,
              "UID STORE " + ImapTalk.set(uids) + " +FLAGS.SILENT (" + mark + "\\Deleted)",
              null);
          expunge(protocol, uids);
          return true;
        });
  }

  private void move(Collection<Long> uids, Outcome outcome) {
    String target = names.onServer(folders.of(outcome));
    talk.talk(
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
      throw new MailboxException(String.valueOf(e.getMessage()), e);
    }
  }

  private void move(IMAPProtocol protocol, Collection<Long> uids, String target)
      throws ProtocolException {
    if (protocol.hasCapability("MOVE")) {
      talk.command(protocol, "UID MOVE", to(uids, target));
      return;
    }
    copyOnce(protocol, uids, target);
    talk.command(protocol, "UID STORE " + ImapTalk.set(uids) + " +FLAGS.SILENT (\\Deleted)", null);
    expunge(protocol, uids);
  }

  private static Argument to(Collection<Long> uids, String target) {
    return new Argument()
        .writeAtom(ImapTalk.set(uids))
        .writeString(BASE64MailboxEncoder.encode(target));
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
      List<Long> doubtful = talk.search(protocol, "UID " + ImapTalk.set(uids) + " KEYWORD " + MARK);
      if (!doubtful.isEmpty()) {
        toCopy.removeAll(copied(protocol, doubtful, target));
      }
      // The search left out those that are gone, which a COPY ignores as well.
      talk.command(
          protocol, "UID STORE " + ImapTalk.set(uids) + " +FLAGS.SILENT (" + MARK + ")", null);
    }
    if (!toCopy.isEmpty()) {
      talk.command(protocol, "UID COPY", to(toCopy, target));
    }
  }

  /** Which of these messages are in the target already; looked up over a connection of its own. */
  private Set<Long> copied(IMAPProtocol protocol, List<Long> doubtful, String target)
      throws ProtocolException {
    List<Likeness> originals = likenesses(protocol, ImapTalk.set(doubtful));
    Set<Long> copied = new HashSet<>();
    Set<Long> used = new HashSet<>();
    try {
      IMAPFolder there = (IMAPFolder) store.getFolder(target);
      if (!there.exists()) {
        return copied;
      }
      there.open(Folder.READ_ONLY);
      for (Likeness original : originals) {
        for (Likeness candidate : ImapTalk.talk(there, other -> ofSize(other, original.size()))) {
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
    List<Long> uids =
        ImapTalk.found(ImapTalk.ask(protocol, criteria.formatted(MARK, size - 1, size + 1), null));
    List<Likeness> candidates = new ArrayList<>();
    for (int from = 0; from < uids.size(); from += LONGEST_SET) {
      List<Long> some = uids.subList(from, Math.min(from + LONGEST_SET, uids.size()));
      candidates.addAll(likenesses(protocol, ImapTalk.set(some)));
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
    for (Response response : ImapTalk.ask(protocol, "UID FETCH " + uids + items, null)) {
      if (response instanceof FetchResponse fetched) {
        INTERNALDATE date = fetched.getItem(INTERNALDATE.class);
        Letters.of(fetched)
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
      talk.command(protocol, "UID EXPUNGE " + ImapTalk.set(uids), null);
    } else if (new HashSet<>(uids).containsAll(talk.search(protocol, "DELETED"))) {
      // A plain EXPUNGE takes everything flagged as deleted: only where that is all ours.
      talk.command(protocol, "EXPUNGE", null);
    } else {
      LOG.warnf(
          "%d messages are copied or stored and flagged as deleted; they stay in the folder, since"
              + " this server can only remove them together with those others have deleted",
          uids.size());
    }
  }

  /** Finishes what a lost connection interrupted between the flag and the removal. */
  void expungeOurs(IMAPProtocol protocol) throws ProtocolException {
    boolean interruptible = after != After.FLAG && keepsKeywords;
    if (!interruptible || (after == After.MOVE && protocol.hasCapability("MOVE"))) {
      return;
    }
    List<Long> ours = talk.search(protocol, "DELETED KEYWORD " + MARK);
    for (int from = 0; from < ours.size(); from += LONGEST_SET) {
      expunge(protocol, ours.subList(from, Math.min(from + LONGEST_SET, ours.size())));
    }
  }
}
