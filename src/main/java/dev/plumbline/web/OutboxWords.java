package dev.plumbline.web;

import java.time.Instant;
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
}
