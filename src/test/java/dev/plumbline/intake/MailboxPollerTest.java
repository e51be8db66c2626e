package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.intake.MailboxException.ConnectionLost;
import dev.plumbline.intake.MailboxPoller.PollResult;
import dev.plumbline.intake.MailboxPoller.Turn;
import dev.plumbline.store.intake.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What a poll does when mailbox or database misbehave; real servers are in the other tests. */
class MailboxPollerTest {

  private static final Turn NEVER_ENDING = Turn.until(() -> false);

  private final Server server = new Server();
  private final FakeIntake intake = new FakeIntake();

  @Test
  void a_message_that_cannot_be_fetched_does_not_stop_its_siblings() {
    server.receive("a", "unfetchable", "c");
    PollResult result = poller().poll();
    assertThat(intake.taken).containsExactly("a", "c");
    assertThat(server.inbox.values()).containsExactly("unfetchable");
    assertThat(result.trouble()).contains("unfetchable").contains("Message 2 is set aside");
    assertThat(result.failing()).isFalse();
    assertThat(result.waiting()).isEqualTo(1);
  }

  @Test
  void a_message_to_be_tried_again_stays_and_does_not_stop_its_siblings() {
    server.receive("a", "b", "c");
    intake.answers.put("b", Outcome.TRY_AGAIN);
    PollResult result = poller().poll();
    assertThat(server.inbox.values()).containsExactly("b");
    assertThat(server.moved.get(Outcome.STORED)).containsExactly("a", "c");
    assertThat(result.trouble()).isNotNull();
  }

  @Test
  void a_database_that_is_down_ends_the_poll_early_and_other_messages_come_first_next_time() {
    server.receive("a", "b", "c", "d", "e");
    for (String name : server.inbox.values()) {
      intake.answers.put(name, Outcome.TRY_AGAIN);
    }
    MailboxPoller poller = poller();
    poller.poll();
    assertThat(intake.taken).containsExactly("a", "b", "c", "d");
    poller.poll();
    assertThat(intake.taken.subList(4, 5)).containsExactly("e");
    intake.answers.clear();
    poller.poll();
    assertThat(server.inbox).isEmpty();
  }

  @Test
  void a_connection_lost_before_the_move_is_opened_again() {
    server.receive("a");
    server.loseConnectionAtNextMove = true;
    assertThat(poller().poll().taken()).isEqualTo(1);
    assertThat(server.inbox).isEmpty();
    assertThat(intake.taken).containsExactly("a");
    assertThat(server.opened).isEqualTo(2);
  }

  @Test
  void what_is_committed_but_not_moved_is_moved_by_the_next_poll_without_being_taken_again() {
    server.receive("a", "b");
    server.refuseMoves = true;
    MailboxPoller poller = poller();
    PollResult result = poller.poll();
    assertThat(result.untidy()).isEqualTo("no");
    assertThat(result.trouble()).isNull();
    assertThat(result.taken()).isEqualTo(2);
    assertThat(result.waiting()).isZero();
    assertThat(server.inbox).hasSize(2);
    server.receive("later");
    assertThat(poller.poll().taken()).isEqualTo(1);
    assertThat(intake.taken).containsExactly("a", "b", "later");
    server.refuseMoves = false;
    server.receive("c");
    poller.poll();
    assertThat(server.inbox).isEmpty();
    assertThat(intake.taken).containsExactly("a", "b", "later", "c");
  }

  @Test
  void after_a_restart_what_could_not_be_moved_is_still_known_and_moved_once_it_can_be() {
    server.receive("a", "b");
    server.refuseMoves = true;
    remembering().poll();
    assertThat(kept).containsOnlyKeys(1L, 2L);

    server.receive("later");
    PollResult result = remembering().poll();
    assertThat(result.taken()).as("those of before are not counted again").isEqualTo(1);
    assertThat(result.untidy()).isEqualTo("no");
    assertThat(intake.taken).containsExactly("a", "b", "later");

    server.refuseMoves = false;
    remembering().poll();
    assertThat(server.inbox).isEmpty();
    assertThat(kept).isEmpty();
    assertThat(intake.taken).containsExactly("a", "b", "later");
  }

  @Test
  void a_message_that_somebody_else_took_away_is_forgotten() {
    server.receive("a");
    server.refuseMoves = true;
    remembering().poll();
    server.inbox.clear();
    remembering().poll();
    assertThat(kept).isEmpty();
  }

  /** What a database would keep. */
  private final Map<Long, Outcome> kept = new TreeMap<>();

  /** A poller as after a restart: it knows what was kept, and nothing else. */
  private MailboxPoller remembering() {
    return new MailboxPoller(
        account(),
        server::open,
        intake,
        NEVER_ENDING,
        new Settled.Memory() {
          @Override
          public Map<Long, Outcome> of(long uidValidity) {
            return Map.copyOf(kept);
          }

          @Override
          public void add(long uidValidity, Map<Long, Outcome> messages) {
            kept.putAll(messages);
          }

          @Override
          public void remove(long uidValidity, Collection<Long> uids) {
            kept.keySet().removeAll(uids);
          }
        });
  }

  @Test
  void nothing_is_moved_by_a_number_that_means_another_message() {
    server.receive("a");
    server.loseConnectionAtNextMove = true;
    server.renumberAtReconnect = true;
    MailboxPoller poller = poller();
    assertThatThrownBy(poller::poll).hasMessageContaining("renumbered");
    assertThat(server.moved).isEmpty();
    intake.answers.put("a", Outcome.DUPLICATE);
    poller.poll();
    assertThat(server.moved.get(Outcome.DUPLICATE)).containsExactly("a");
  }

  @Test
  void a_message_over_the_limit_is_not_fetched() {
    server.receive("a", "a message that is too large");
    intake.mostMessageBytes = 5;
    poller().poll();
    assertThat(server.fetched).containsExactly("a");
    assertThat(server.moved.get(Outcome.REJECTED)).containsExactly("a message that is too large");
  }

  @Test
  void messages_are_taken_in_batches() {
    server.receive("a", "b", "c", "d", "e");
    poller().poll();
    assertThat(server.batches).containsExactly(2, 2, 1);
  }

  @Test
  void a_poll_that_is_told_to_stop_moves_what_it_committed() {
    server.receive("a", "b", "c");
    new MailboxPoller(account(), server::open, intake, Turn.until(() -> !intake.taken.isEmpty()))
        .poll();
    assertThat(server.moved.get(Outcome.STORED)).containsExactly("a", "b");
    assertThat(server.inbox.values()).containsExactly("c");
  }

  private MailboxPoller poller() {
    return new MailboxPoller(account(), server::open, intake, NEVER_ENDING);
  }

  private static MailboxAccount account() {
    return Accounts.of("host", "h", "user", "u", "password", "p", "batch-size", "2");
  }

  /** A mailbox in memory; the content of a message is its subject. */
  private static final class Server {
    final TreeMap<Long, String> inbox = new TreeMap<>();
    final Map<Outcome, List<String>> moved = new TreeMap<>();
    final List<String> fetched = new ArrayList<>();
    final List<Integer> batches = new ArrayList<>();
    boolean loseConnectionAtNextMove;
    boolean renumberAtReconnect;
    boolean refuseMoves;
    boolean tellsNews;
    int opened;
    long validity = 1;
    long nextUid = 1;

    void receive(String... subjects) {
      for (String subject : subjects) {
        inbox.put(nextUid++, subject);
      }
    }

    Mailbox open() {
      if (opened++ == 1 && renumberAtReconnect) {
        validity++;
      }
      return new Connection();
    }

    private final class Connection implements Mailbox {
      @Override
      public long uidValidity() {
        return validity;
      }

      @Override
      public List<Long> waiting() {
        return List.copyOf(inbox.keySet());
      }

      @Override
      public List<Letter> describe(List<Long> uids) {
        batches.add(uids.size());
        return uids.stream()
            .map(uid -> new Letter(uid, inbox.get(uid).length(), null, inbox.get(uid)))
            .toList();
      }

      @Override
      public boolean fetch(Letter letter, long mostBytes, Spool into) {
        if (letter.subject().equals("unfetchable")) {
          throw new MailboxException("unfetchable");
        }
        fetched.add(letter.subject());
        try {
          into.write(new byte[(int) letter.sizeBytes()]);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return true;
      }

      @Override
      public void putAway(Collection<Long> uids, Outcome outcome) {
        if (refuseMoves) {
          throw new MailboxException("no");
        }
        if (loseConnectionAtNextMove) {
          loseConnectionAtNextMove = false;
          throw new ConnectionLost("gone", new IllegalStateException());
        }
        for (long uid : uids) {
          moved.computeIfAbsent(outcome, none -> new ArrayList<>()).add(inbox.remove(uid));
        }
      }

      @Override
      public boolean tellsNews() {
        return tellsNews;
      }

      @Override
      public boolean awaitNews(Duration most, BooleanSupplier enough) {
        return false;
      }

      @Override
      public void close() {}
    }
  }
}
