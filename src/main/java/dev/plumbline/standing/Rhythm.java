package dev.plumbline.standing;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How often a sender writes that does not write all the time, as a newsletter or a payroll does.
 *
 * @param everyDays between the starts of two mailings, about
 * @param last the last UTC day with a message
 */
public record Rhythm(int everyDays, LocalDate last) {

  /** Days without mail that still belong to one mailing, or to one weekend. */
  static final int MOST_QUIET = 3;

  /** A mailing more often than this is everyday mail. */
  private static final int LEAST_DAYS = 5;

  /**
   * Finds a rhythm.
   *
   * @param days UTC days with messages
   * @return empty if the sender writes all the time, or was seen in one mailing only
   */
  public static Optional<Rhythm> of(Collection<LocalDate> days) {
    List<LocalDate> starts = new ArrayList<>();
    LocalDate before = null;
    for (LocalDate day : new TreeSet<>(days)) {
      if (before == null || ChronoUnit.DAYS.between(before, day) > MOST_QUIET) {
        starts.add(day);
      }
      before = day;
    }
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < starts.size(); i++) {
      gaps.add(ChronoUnit.DAYS.between(starts.get(i - 1), starts.get(i)));
    }
    if (before == null || gaps.isEmpty()) {
      return Optional.empty();
    }
    gaps.sort(null);
    long middle = gaps.get(gaps.size() / 2);
    return middle < LEAST_DAYS ? Optional.empty() : Optional.of(new Rhythm((int) middle, before));
  }

  /** When it is to write again, if it goes on as before: the first such day after today. */
  LocalDate next(LocalDate today) {
    LocalDate next = last.plusDays(everyDays);
    while (!next.isAfter(today)) {
      next = next.plusDays(everyDays);
    }
    return next;
  }

  /** As a sentence. */
  String sentence(LocalDate today) {
    return "It writes about every %d days, last on %s; the next mail is due about %s."
        .formatted(everyDays, Words.day(last), Words.day(next(today)));
  }
}
