package dev.plumbline.web;

import dev.plumbline.store.Outbox.Bounce;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a mail or a post came. */
final class OutboxWords {

  private OutboxWords() {}

  /**
   * In words.
   *
   * @param state as the outbox keeps it
   * @param attempts so far
   * @param nextAt of the next attempt, if it waits for one
   * @param refused what is said of one that the other side will not take
   */
  static String of(
      String state, int attempts, Instant nextAt, @Nullable Instant sentAt, String refused) {
    return switch (state) {
      case "sent" -> "sent " + (sentAt == null ? "" : Format.time(sentAt));
      case "waiting" ->
          attempts == 0
              ? "to be sent"
              : "tried %s, again %s"
                  .formatted(Format.count(attempts, "time", "times"), Format.time(nextAt));
      case "sending", "handed" -> "being sent";
      case "refused" -> refused;
      case "unsure" -> "perhaps sent";
      default -> "not wanted any more";
    };
  }

  /** That a mail came back, and for whom and why. */
  static String cameBack(Bounce bounce) {
    return "came back %s, %s"
        .formatted(Format.time(bounce.at()), bounce.forGood() ? "for good" : "given up");
  }

  /**
   * What several mails that came back one after the other say of their address; null if it is not
   * more than one.
   *
   * @param sent those that were sent, the newest first: how each came back, null if it did not
   */
  static @Nullable String addressIsGone(List<Optional<Bounce>> sent) {
    long inARow = sent.stream().takeWhile(one -> one.filter(Bounce::forGood).isPresent()).count();
    return inARow < 2
        ? null
        : "The last %d mails came back for good. Is the address right?".formatted(inARow);
  }
}
