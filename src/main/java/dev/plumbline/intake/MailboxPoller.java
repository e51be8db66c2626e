package dev.plumbline.intake;

import dev.plumbline.intake.Intake.Incoming;
import dev.plumbline.intake.KeptConnection.Watch;
import dev.plumbline.intake.Mailbox.Letter;
import dev.plumbline.intake.MailboxException.ConnectionLost;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Drains one mailbox: fetches some messages, has each committed, and then puts away what was
 * committed. Used by one thread at a time.
 *
 * <p>Between polls it remembers two things, both only to save work: what is committed but could not
 * be put away, and which messages could not be taken, so that these come last. Without this memory,
 * after a restart, the first are found to be duplicates.
 */
final class MailboxPoller implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(MailboxPoller.class);

  /** Fetched before any of it is read; a single message may be larger. */
  private static final long LOAD_BYTES = 32L * 1024 * 1024;

  /** Packed, this much takes seconds to read and store. */
  private static final long LARGE_LOAD_BYTES = 1024 * 1024;

  private static final int MOST_LOST_IN_A_ROW = 4;

  private final String name;
  private final int batchSize;
  private final Intake intake;
  private final Turn turn;
  private final long mostBytes;

  private final Settled settled;
  private final Set<Long> postponed = new HashSet<>();
  private final KeptConnection connection;

  /** Whether a poll may go on. */
  interface Turn {

    /** Whether to end soon, putting away what is committed. */
    boolean isEnding();

    /** Whether the mailbox is ours; if not, not even that. */
    boolean isOurs();

    /** A turn that ends when it is told to. */
    static Turn until(BooleanSupplier ending) {
      return new Turn() {
        @Override
        public boolean isEnding() {
          return ending.getAsBoolean();
        }

        @Override
        public boolean isOurs() {
          return true;
        }
      };
    }
  }

  /** A poller that remembers nothing beyond its own life. */
  MailboxPoller(MailboxAccount account, Mailbox.Opener opener, Intake intake, Turn turn) {
    this(account, opener, intake, turn, Settled.Memory.none());
  }

  MailboxPoller(
      MailboxAccount account,
      Mailbox.Opener opener,
      Intake intake,
      Turn turn,
      Settled.Memory memory) {
    this.settled = new Settled(memory);
    this.name = account.name();
    this.batchSize = account.batchSize();
    this.connection = new KeptConnection(name, opener);
    this.intake = intake;
    this.turn = turn;
    this.mostBytes = intake.mostMessageBytes();
  }

  /**
   * What a poll did.
   *
   * @param taken messages that have an outcome and were put away
   * @param waiting messages left in the folder
   * @param trouble with a message that was left, null if there was none
   * @param failing whether that is likely to meet other messages, too
   * @param untidy what the server said when messages that were taken in could not be put away; null
   *     if they could
   */
  record PollResult(
      long taken,
      long waiting,
      @Nullable String trouble,
      boolean failing,
      @Nullable String untidy) {}

  /**
   * Takes every message that waits.
   *
   * @throws MailboxException if the mailbox cannot be used; what was committed is remembered
   */
  PollResult poll() {
    boolean well = false;
    try {
      Poll poll = new Poll();
      connection.onOpening(poll::forgetOtherNumbering);
      PollResult result = poll.run();
      well = true;
      return result;
    } finally {
      if (!well || !isWatchable()) {
        close();
      }
    }
  }

  /** Whether {@link #watch} would hear of anything. */
  boolean isWatchable() {
    return connection.isWatchable();
  }

  /** Waits for new messages over the connection of the last poll. */
  Watch watch(Duration most) {
    return connection.watch(most, () -> turn.isEnding() || !turn.isOurs());
  }

  /** Closes the connection, if one is open; the next poll opens another. */
  @Override
  public void close() {
    connection.close();
  }

  private final class Poll implements Describing.Aside {

    /** Put away, or tried to: whatever the server makes of it, not taken again by this poll. */
    private final Set<Long> done = new HashSet<>();

    private boolean listed;
    private long taken;
    private int failuresInARow;
    private int lostInARow;
    private @Nullable String trouble;
    private boolean failing;
    private @Nullable String untidy;
    private final Set<Outcome> leftUntidy = EnumSet.noneOf(Outcome.class);

    PollResult run() {
      // After a restart, what is to be put away is known once the numbering is.
      connection.call(Mailbox::uidValidity);
      putAwayCommitted();
      List<Long> waiting = list();
      List<Long> uids = postponedLast(waiting);
      while (!uids.isEmpty() && !isOver()) {
        for (List<Long> batch : Describing.batches(uids, batchSize, postponed)) {
          takeBatch(batch);
        }
        // News is counted from the last listing, so it must not be older than our own moves.
        waiting = list();
        uids =
            waiting.stream()
                .filter(
                    uid ->
                        !postponed.contains(uid) && !done.contains(uid) && !settled.isRefused(uid))
                .toList();
      }
      long left = waiting.stream().filter(uid -> !settled.isRefused(uid)).count();
      return new PollResult(taken, left, trouble, failing, untidy);
    }

    private List<Long> list() {
      List<Long> waiting = connection.call(Mailbox::waiting);
      listed = true;
      Set<Long> there = new HashSet<>(waiting);
      postponed.retainAll(there);
      settled.forgetGone(there);
      return waiting;
    }

    /** Once the database seems to be down, nothing more is fetched from the mailbox either. */
    private boolean isOver() {
      return turn.isEnding()
          || !turn.isOurs()
          || failuresInARow >= Intake.FAILURES_OF_A_DATABASE_DOWN;
    }

    private void takeBatch(List<Long> uids) {
      Deque<Letter> letters =
          new ArrayDeque<>(isOver() ? List.of() : new Describing(connection, this).of(uids));
      while (!letters.isEmpty() && !isOver()) {
        List<Fetched> load = new ArrayList<>();
        try {
          fetchSome(letters, load);
          letGo(load);
          Deque<Fetched> left = new ArrayDeque<>(load);
          while (!left.isEmpty() && !isOver()) {
            takeSome(left);
          }
        } finally {
          load.forEach(Fetched::close);
        }
        putAwayCommitted();
      }
    }

    private void fetchSome(Deque<Letter> letters, List<Fetched> load) {
      long bytes = 0;
      while (!letters.isEmpty() && !isOver()) {
        Letter letter = letters.remove();
        // Whatever happens to this poll, the message will not be in the way of the next.
        postponed.add(letter.uid());
        try {
          fetch(letter).ifPresent(load::add);
          postponed.remove(letter.uid());
          good();
        } catch (MailboxException e) {
          bad(letter.uid(), e);
        }
        bytes += Math.min(letter.sizeBytes(), mostBytes);
        if (bytes >= LOAD_BYTES) {
          return;
        }
      }
    }

    @Override
    public void good() {
      lostInARow = 0;
    }

    /** A message may be what the connection is lost over; of several it is the server's trouble. */
    @Override
    public void bad(long uid, MailboxException problem) {
      postponed.add(uid);
      if (problem instanceof ConnectionLost) {
        close();
        if (++lostInARow >= MOST_LOST_IN_A_ROW) {
          throw problem;
        }
      }
      LOG.warnf("%s, message %d: %s", name, uid, LogText.safe(problem.getMessage()));
      trouble = "Message %d is set aside: %s".formatted(uid, problem.getMessage());
    }

    private Optional<Fetched> fetch(Letter letter) {
      if (letter.sizeBytes() > mostBytes) {
        return Optional.of(new Fetched(letter, null));
      }
      return connection.call(
          open -> {
            Spool content = new Spool();
            boolean there = false;
            try {
              there = open.fetch(letter, mostBytes, content);
            } finally {
              if (!there) {
                content.close();
              }
            }
            return there ? Optional.of(new Fetched(letter, content)) : Optional.empty();
          });
    }

    /** A large report is read and stored for minutes: no server should have to wait for that. */
    private void letGo(List<Fetched> load) {
      long bytes = 0;
      for (Fetched fetched : load) {
        bytes += fetched.content() == null ? 0 : fetched.content().size();
      }
      if (bytes >= LARGE_LOAD_BYTES) {
        close();
      }
    }

    /** Takes messages in together, as many as share a commit, so that a turn can end between. */
    private void takeSome(Deque<Fetched> left) {
      List<Letter> letters = new ArrayList<>();
      List<Incoming> items = new ArrayList<>();
      long bytes = 0;
      while (!left.isEmpty() && bytes < LARGE_LOAD_BYTES) {
        Fetched fetched = left.remove();
        Letter letter = fetched.letter();
        Spool content = fetched.content();
        postponed.add(letter.uid());
        if (content == null || content.size() > mostBytes) {
          note(letter, tooLarge(letter, content == null ? letter.sizeBytes() : content.size()));
          continue;
        }
        try {
          items.add(
              new Incoming(channel(), subject(letter), letter.messageId(), content.content()));
          letters.add(letter);
          bytes += content.size();
        } catch (IOException e) {
          String reason = "It cannot be read again: " + e.getMessage();
          note(letter, new ItemOutcome(Outcome.TRY_AGAIN, reason, null, 0, List.of()));
        }
      }
      List<ItemOutcome> outcomes = intake.takeAll(items);
      for (int i = 0; i < outcomes.size(); i++) {
        note(letters.get(i), outcomes.get(i));
      }
    }

    private String channel() {
      return "mailbox:" + name;
    }

    private String subject(Letter letter) {
      return letter.subject().isBlank() ? "(no subject)" : letter.subject();
    }

    private ItemOutcome tooLarge(Letter letter, long size) {
      return intake.refuse(
          channel(),
          subject(letter),
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
        failing = true;
        return;
      }
      failuresInARow = 0;
      postponed.remove(letter.uid());
      done.add(letter.uid());
      settled.add(letter.uid(), outcome.outcome());
    }

    private void putAwayCommitted() {
      for (Outcome outcome : Outcome.values()) {
        List<Long> uids = settled.of(outcome);
        // Whoever has the mailbox now will find duplicates, and put them away.
        if (uids.isEmpty() || !turn.isOurs()) {
          continue;
        }
        if (leftUntidy.contains(outcome)) {
          taken += settled.refuse(uids, outcome);
        } else {
          putAway(uids, outcome);
        }
      }
    }

    /** What the server will not have moved is stored all the same, and no reason to stop. */
    private void putAway(List<Long> uids, Outcome outcome) {
      try {
        connection.call(
            open -> {
              open.putAway(uids, outcome);
              return true;
            });
        taken += settled.putAway(uids, outcome);
      } catch (ConnectionLost e) {
        throw e;
      } catch (MailboxException e) {
        if (settled.of(outcome).isEmpty()) {
          throw e; // Renumbered meanwhile.
        }
        LOG.warnf("%s cannot be tidied up: %s", name, LogText.safe(String.valueOf(e.getMessage())));
        untidy = e.getMessage();
        leftUntidy.add(outcome);
        taken += settled.refuse(uids, outcome);
      }
    }

    /** RFC 3501 section 2.3.1.1: with another UIDVALIDITY our UIDs mean other messages. */
    private void forgetOtherNumbering(Mailbox mailbox) {
      if (!settled.forgetOtherThan(mailbox.uidValidity())) {
        return;
      }
      postponed.clear();
      if (listed) {
        throw new MailboxException("The mailbox was renumbered during a poll.");
      }
      settled.recall();
    }
  }

  /** Those that are stored and only wait to be put away are not taken in again. */
  private List<Long> postponedLast(List<Long> uids) {
    List<Long> ordered = new ArrayList<>(uids.size());
    List<Long> open = uids.stream().filter(uid -> !settled.isRefused(uid)).toList();
    open.stream().filter(uid -> !postponed.contains(uid)).forEach(ordered::add);
    open.stream().filter(postponed::contains).forEach(ordered::add);
    return ordered;
  }
}
