package dev.plumbline.intake;

import dev.plumbline.intake.Mailbox.Letter;
import dev.plumbline.intake.MailboxException.ConnectionLost;
import dev.plumbline.mime.Limits;
import dev.plumbline.mime.Source;
import dev.plumbline.store.ItemOutcome;
import dev.plumbline.store.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Drains one mailbox: fetches a message, has it committed, and at the end of each batch moves what
 * was committed. Used by one thread at a time.
 *
 * <p>Between polls it remembers two things, both only to save work: what is committed but could not
 * be moved, and which messages could not be taken, so that these come last. Without this memory,
 * after a restart, the first are found to be duplicates.
 */
final class MailboxPoller {

  private static final Logger LOG = Logger.getLogger(MailboxPoller.class);

  /** So many failures in a row mean that the database is down, not that a message is bad. */
  private static final int FAILURES_THAT_END_A_POLL = 3;

  private final String name;
  private final int batchSize;
  private final Mailbox.Opener opener;
  private final Intake intake;
  private final BooleanSupplier stopping;
  private final long mostBytes;

  private final Map<Outcome, List<Long>> toMove = new EnumMap<>(Outcome.class);
  private final Set<Long> postponed = new HashSet<>();
  private long uidValidity = -1;

  MailboxPoller(
      MailboxAccount account, Mailbox.Opener opener, Intake intake, BooleanSupplier stopping) {
    this(account, opener, intake, stopping, Limits.DEFAULT.messageBytes());
  }

  /** A poller that fetches no message with more bytes. */
  MailboxPoller(
      MailboxAccount account,
      Mailbox.Opener opener,
      Intake intake,
      BooleanSupplier stopping,
      long mostBytes) {
    this.name = account.name();
    this.batchSize = account.batchSize();
    this.opener = opener;
    this.intake = intake;
    this.stopping = stopping;
    this.mostBytes = mostBytes;
  }

  /**
   * What a poll did.
   *
   * @param taken messages that have an outcome and were moved
   * @param waiting messages left in the folder
   * @param trouble with a message that was left, null if there was none
   */
  record PollResult(long taken, long waiting, @Nullable String trouble) {}

  /**
   * Takes every message that waits.
   *
   * @throws MailboxException if the mailbox cannot be used; what was committed is remembered
   */
  PollResult poll() {
    try (Poll poll = new Poll(opener.open())) {
      return poll.run();
    }
  }

  private final class Poll implements AutoCloseable {

    private Mailbox mailbox;
    private long taken;
    private int failuresInARow;
    private @Nullable String trouble;

    Poll(Mailbox mailbox) {
      this.mailbox = mailbox;
    }

    PollResult run() {
      forgetOtherNumbering();
      moveCommitted();
      List<Long> waiting = call(Mailbox::waiting);
      postponed.retainAll(new HashSet<>(waiting));
      List<Long> uids = postponedLast(waiting);
      for (int from = 0; from < uids.size() && !isOver(); from += batchSize) {
        takeBatch(uids.subList(from, Math.min(from + batchSize, uids.size())));
        moveCommitted();
      }
      return new PollResult(taken, waiting.size() - taken, trouble);
    }

    private boolean isOver() {
      return stopping.getAsBoolean() || failuresInARow >= FAILURES_THAT_END_A_POLL;
    }

    private void takeBatch(List<Long> uids) {
      for (Letter letter : call(open -> open.describe(uids))) {
        if (isOver()) {
          return;
        }
        // Whatever happens to this poll, the message will not be in the way of the next.
        postponed.add(letter.uid());
        try {
          take(letter).ifPresent(outcome -> note(letter, outcome));
        } catch (ConnectionLost e) {
          throw e;
        } catch (MailboxException e) {
          LOG.warnf("%s, message %d: %s", name, letter.uid(), LogText.safe(e.getMessage()));
          trouble = e.getMessage();
        }
      }
    }

    private Optional<ItemOutcome> take(Letter letter) {
      String channel = "mailbox:" + name;
      String subject = letter.subject().isBlank() ? "(no subject)" : letter.subject();
      if (letter.sizeBytes() > mostBytes) {
        return Optional.of(tooLarge(channel, subject, letter, letter.sizeBytes()));
      }
      return call(open -> open.fetch(letter, mostBytes))
          .map(
              content ->
                  content.length > mostBytes
                      ? tooLarge(channel, subject, letter, content.length)
                      : intake.take(channel, subject, letter.messageId(), Source.of(content)));
    }

    private ItemOutcome tooLarge(String channel, String subject, Letter letter, long size) {
      return intake.refuse(
          channel,
          subject,
          letter.messageId(),
          size,
          "The message is larger than %d bytes; it was not fetched and is only in the mailbox."
              .formatted(mostBytes),
          "message-bytes");
    }

    private void note(Letter letter, ItemOutcome outcome) {
      if (outcome.outcome() == Outcome.TRY_AGAIN) {
        failuresInARow++;
        trouble = outcome.reason();
        return;
      }
      failuresInARow = 0;
      postponed.remove(letter.uid());
      toMove.computeIfAbsent(outcome.outcome(), none -> new ArrayList<>()).add(letter.uid());
    }

    private void moveCommitted() {
      for (Outcome outcome : Outcome.values()) {
        List<Long> uids = toMove.getOrDefault(outcome, List.of());
        if (!uids.isEmpty()) {
          call(
              open -> {
                open.move(uids, outcome);
                return true;
              });
          taken += uids.size();
          toMove.remove(outcome);
        }
      }
    }

    /** Servers drop connections that were idle while a large report was stored: once is normal. */
    private <T> T call(Function<Mailbox, T> use) {
      try {
        return use.apply(mailbox);
      } catch (ConnectionLost e) {
        LOG.infof("%s: %s; connecting again", name, LogText.safe(e.getMessage()));
        mailbox.close();
        mailbox = opener.open();
        if (forgetOtherNumbering()) {
          throw new MailboxException("The mailbox was renumbered during a poll.", e);
        }
        return use.apply(mailbox);
      }
    }

    @Override
    public void close() {
      mailbox.close();
    }

    /** RFC 3501 section 2.3.1.1: with another UIDVALIDITY our UIDs mean other messages. */
    private boolean forgetOtherNumbering() {
      long now = mailbox.uidValidity();
      boolean other = now != uidValidity;
      if (other) {
        toMove.clear();
        postponed.clear();
        uidValidity = now;
      }
      return other;
    }
  }

  private List<Long> postponedLast(List<Long> uids) {
    List<Long> ordered = new ArrayList<>(uids.size());
    uids.stream().filter(uid -> !postponed.contains(uid)).forEach(ordered::add);
    uids.stream().filter(postponed::contains).forEach(ordered::add);
    return ordered;
  }
}
