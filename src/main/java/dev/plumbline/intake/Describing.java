package dev.plumbline.intake;

import dev.plumbline.intake.Mailbox.Letter;
import dev.plumbline.intake.MailboxException.ConnectionLost;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what messages there are to fetch. Of one that the server cannot read some servers say
 * so, others close the connection, whatever else was asked for in the same command: it is found by
 * halving, and keeps no other from being taken.
 */
final class Describing {

  private final KeptConnection connection;
  private final Aside aside;

  Describing(KeptConnection connection, Aside aside) {
    this.connection = connection;
    this.aside = aside;
  }

  /** Hears of messages. */
  interface Aside {

    /** Some could be described. */
    void good();

    /** One cannot be described. */
    void bad(long uid, MailboxException problem);
  }

  /**
   * What the server made of it.
   *
   * @param problem null if there was none
   */
  private record Answer(List<Letter> letters, @Nullable MailboxException problem) {}

  List<Letter> of(List<Long> uids) {
    Answer answer = ask(uids);
    MailboxException problem = answer.problem();
    if (problem == null) {
      aside.good();
      return answer.letters();
    }
    if (uids.size() == 1) {
      aside.bad(uids.get(0), problem);
      return List.of();
    }
    int middle = uids.size() / 2;
    List<Letter> letters = new ArrayList<>(of(uids.subList(0, middle)));
    letters.addAll(of(uids.subList(middle, uids.size())));
    return letters;
  }

  /** A server that cannot be reached at all is no answer. */
  private Answer ask(List<Long> uids) {
    try {
      return connection.call(
          open -> {
            try {
              return new Answer(open.describe(uids), null);
            } catch (ConnectionLost e) {
              throw e;
            } catch (MailboxException e) {
              return new Answer(List.of(), e);
            }
          });
    } catch (ConnectionLost e) {
      connection.close();
      return new Answer(List.of(), e);
    }
  }

  /** Cuts messages into batches; those that are late are among themselves. */
  static List<List<Long>> batches(List<Long> uids, int size, Set<Long> late) {
    List<List<Long>> batches = new ArrayList<>();
    List<Long> batch = new ArrayList<>();
    for (Long uid : uids) {
      boolean other = !batch.isEmpty() && late.contains(uid) != late.contains(batch.get(0));
      if (batch.size() == size || other) {
        batches.add(batch);
        batch = new ArrayList<>();
      }
      batch.add(uid);
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
