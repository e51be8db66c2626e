package dev.plumbline.store.digest;

import dev.plumbline.store.Scope;
import dev.plumbline.store.people.Limits;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A digest that somebody gets.
 *
 * @param personId whose it is, null if nobody's
 * @param about the domains it is about, as it was said
 * @param scope these, as far as its person may see them today
 * @param key by which it is ended from the mail itself
 * @param endedAt since when it is not sent any more, null while it is
 */
public record Subscription(
    long id,
    String address,
    @Nullable Long personId,
    Limits about,
    Scope scope,
    Timing timing,
    String key,
    Instant createdAt,
    @Nullable Instant endedAt) {

  /**
   * When a digest comes.
   *
   * @param day of the week, Monday is 1, or of the month; 1 for daily ones
   * @param hour of that day, in the zone
   */
  public record Timing(Rhythm rhythm, int day, int hour, ZoneId zone) {

    public Timing {
      int most = rhythm == Rhythm.WEEKLY ? 7 : rhythm == Rhythm.MONTHLY ? 28 : 1;
      if (day < 1 || day > most) {
        throw new IllegalArgumentException(
            "The day is %d; for a %s digest it must be from 1 to %d."
                .formatted(day, rhythm.wire(), most));
      }
      if (hour < 0 || hour > 23) {
        throw new IllegalArgumentException(
            "The hour is %d; it must be from 0 to 23.".formatted(hour));
      }
    }
  }

  /** What somebody asks for. */
  public record Draft(String address, @Nullable Long personId, Limits about, Timing timing) {}
}
