package dev.plumbline.store;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * The months that lie in a period as a whole.
 *
 * @param first the first day of the first one
 * @param end the day after the last one; not after {@code first} if there is none
 */
public record WholeMonths(LocalDate first, LocalDate end) {

  /** Those of a period of which both ends are included. */
  public static WholeMonths of(LocalDate from, LocalDate to) {
    LocalDate first =
        from.getDayOfMonth() == 1 ? from : YearMonth.from(from).plusMonths(1).atDay(1);
    LocalDate end = YearMonth.from(to.plusDays(1)).atDay(1);
    return end.isAfter(first) ? new WholeMonths(first, end) : new WholeMonths(from, from);
  }
}
