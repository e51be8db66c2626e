package dev.plumbline.intake.imap;

import dev.plumbline.intake.MailboxException;
import dev.plumbline.intake.MailboxException.ConnectionLost;
import jakarta.mail.FolderClosedException;
import jakarta.mail.MessagingException;
import jakarta.mail.StoreClosedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/** Commands about one folder, and what the server tells of it besides. */
final class ImapTalk {

  private final IMAPFolder folder;

  /** As the server counts them, those flagged as deleted among them. */
  private int messages;

  /** Whether there may be a message that came after the last listing. */
  private volatile boolean news;

  /** About a folder that is open. */
  ImapTalk(IMAPFolder folder) throws MessagingException {
    this.folder = folder;
    this.messages = folder.getMessageCount();
  }

  /** Some commands over the open connection. */
  interface Talk<T> {
    T with(IMAPProtocol protocol) throws ProtocolException;
  }

  /** Talks about the folder. */
  <T> T talk(Talk<T> talk) {
    return talk(folder, talk);
  }

  /**
   * Talks about another folder.
   *
   * @throws MailboxException if the server refuses
   */
  @SuppressWarnings("unchecked")
  static <T> T talk(IMAPFolder folder, Talk<T> talk) {
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

  /** Has a command done, and heeds what the server tells besides. */
  Response[] command(IMAPProtocol protocol, String command, @Nullable Argument arguments)
      throws ProtocolException {
    Response[] responses = ask(protocol, command, arguments);
    for (Response response : responses) {
      countMessages(response);
    }
    return responses;
  }

  /** As {@link #command}, about another folder. */
  static Response[] ask(IMAPProtocol protocol, String command, @Nullable Argument arguments)
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

  /** From now on only what comes is news. */
  void forgetNews() {
    news = false;
  }

  /** The UIDs of messages that are as asked for, sorted. */
  List<Long> search(IMAPProtocol protocol, String criteria) throws ProtocolException {
    return found(command(protocol, "UID SEARCH " + criteria, null));
  }

  static List<Long> found(Response[] responses) {
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

  /**
   * IDLE (RFC 2177). The wait is ended by another thread, whose only command is DONE; a server that
   * does not answer it within the read timeout is gone.
   */
  boolean awaitNews(Duration most, BooleanSupplier enough) {
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

  /** Messages as a command names them. */
  static String set(Collection<Long> uids) {
    return uids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
