package dev.plumbline.review;

import dev.plumbline.standing.Rhythm;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * When nobody expects any more to hear of something: of a sender that writes now and then, or of
 * the receivers that report about a domain. See {@code docs/decisions/one-window.md}.
 */
final class Silence {

  /** How far back a rhythm is looked for, in days. */
  static final int DAYS_OF_RHYTHM = 400;

  /** Reports may come some days late. */
  private static final int LATE = 3;

  /** Receivers report daily; a week without any is odd. */
  private static final int LEAST_DAYS = 7;

  /** So many times the longest usual pause between reports, nobody reports. */
  private static final int PAUSES = 3;

  private static final double USUAL = 0.9;

  private Silence() {}

  /** Whether a sender that was last seen before the window has missed the mailing that was due. */
  static boolean isSilent(Optional<Rhythm> rhythm, LocalDate last, LocalDate today) {
    return rhythm
        .map(
            known ->
                today.isAfter(
                    last.plusDays(known.everyDays() + Math.max(LATE, known.everyDays() / 2L))))
        .orElse(true);
  }

  /**
   * Whether nobody reports about a domain any more.
   *
   * @param days UTC days with a report, some weeks of them
   */
  static boolean isSilent(Collection<LocalDate> days, LocalDate today) {
    TreeSet<LocalDate> sorted = new TreeSet<>(days);
    return !sorted.isEmpty() && today.isAfter(sorted.last().plusDays(mostPause(sorted)));
  }

  private static long mostPause(SortedSet<LocalDate> days) {
    List<Long> pauses = new ArrayList<>();
    LocalDate before = null;
    for (LocalDate day : days) {
      if (before != null) {
        pauses.add(ChronoUnit.DAYS.between(before, day));
      }
      before = day;
    }
    if (pauses.isEmpty()) {
      return Window.DAYS;
    }
    pauses.sort(null);
    long usual = pauses.get((int) Math.min(pauses.size() - 1L, (long) (USUAL * pauses.size())));
    return Math.max(LEAST_DAYS, Math.min(DAYS_OF_RHYTHM, PAUSES * usual));
  }
}
