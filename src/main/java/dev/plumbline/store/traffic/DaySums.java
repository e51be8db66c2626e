package dev.plumbline.store.traffic;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Adds up a domain's messages on each day of a period. For one thread. */
final class DaySums {

  private final LocalDate from;
  private final long[] messages;
  private final long[] pass;

  /** Both ends are included. */
  DaySums(LocalDate from, LocalDate to) {
    this.from = from;
    int days = (int) ChronoUnit.DAYS.between(from, to) + 1;
    messages = new long[days];
    pass = new long[days];
  }

  /** Adds days in a row, as far as they are of the period. */
  void add(LocalDate first, Long[] ofMessages, Long[] ofPass) {
    long begin = ChronoUnit.DAYS.between(from, first);
    for (int i = 0; i < ofMessages.length; i++) {
      long day = begin + i;
      if (day >= 0 && day < messages.length) {
        messages[(int) day] += ofMessages[i];
        pass[(int) day] += ofPass[i];
      }
    }
  }

  /**
   * All of it; empty if there are no messages.
   *
   * @param days how many days in a row each of the parts has
   */
  Optional<Course> course(int days) {
    long[] parts = new long[(messages.length + days - 1) / days];
    long all = 0;
    long passed = 0;
    long peak = 0;
    for (int day = 0; day < messages.length; day++) {
      parts[day / days] += messages[day];
      all += messages[day];
      passed += pass[day];
      peak = Math.max(peak, messages[day]);
    }
    return all == 0 ? Optional.empty() : Optional.of(new Course(all, passed, peak, parts));
  }
}
