package dev.plumbline.digest;

import dev.plumbline.digest.MailServer.Answer;
import dev.plumbline.store.Outbox;
import dev.plumbline.store.Outbox.Claim;
import java.time.Duration;

/** What becomes of what was sent: what was not taken is tried again, less and less often. */
public final class Postage {

  private static final int MOST_ATTEMPTS = 12;
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(2);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(8);

  private Postage() {}

  /**
   * Writes down what came of an attempt.
   *
   * @param tries how often it was tried by now
   */
  public static void settle(Outbox outbox, Claim claim, int tries, Answer answer) {
    String problem = String.valueOf(answer.problem());
    switch (answer.fate()) {
      case TAKEN -> outbox.sent(claim);
      case UNSURE -> outbox.unsure(claim, problem);
      case REFUSED -> outbox.refused(claim, problem);
      case LATER -> {
        if (tries >= MOST_ATTEMPTS) {
          outbox.refused(claim, "Given up after %d attempts: %s".formatted(tries, problem));
        } else {
          outbox.later(claim, problem, pause(tries));
        }
      }
    }
  }

  private static Duration pause(int tries) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 10));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
