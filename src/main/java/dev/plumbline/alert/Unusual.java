package dev.plumbline.alert;

import dev.plumbline.store.alert.AlertFacts.Day;
import dev.plumbline.store.alert.AlertFacts.Past;

/** Whether a day is outside of what the days before it would let one expect. */
final class Unusual {

  /** So many days are looked back. */
  static final int DAYS = 28;

  /** Of fewer days with mail nothing can be said. */
  private static final int LEAST_DAYS = 7;

  /** So many standard deviations away nothing comes by chance. */
  private static final double FAR = 5;

  /** Below this share of its domain's mail, nothing is worth getting up for. */
  private static final double WORTH = 0.01;

  /** Strangers come in lumps: the spread that is to be expected of a domain that had none. */
  private static final double LUMPS = 4;

  private Unusual() {}

  /**
   * Whether more failed than on any of the days before, and more than their share lets expect: the
   * number of failing messages is taken as binomial, the share as that of all days together.
   */
  static boolean failsMore(Day day) {
    Past past = day.past();
    if (past.days() < LEAST_DAYS
        || day.fails() < WORTH * day.ofDomain()
        || (double) day.fails() / day.messages() <= past.most()) {
      return false;
    }
    double share = (past.fails() + 1.0) / (past.messages() + 2.0);
    double expected = share * day.messages();
    // At least that of one message, or a single one would be far from none.
    double spread = Math.sqrt(Math.max(1, expected * (1 - share)));
    return day.fails() > expected + FAR * spread;
  }

  /** Whether more strangers wrote than on any of the days before, and many more than usual. */
  static boolean isWave(Day day) {
    Past past = day.past();
    if (past.days() < LEAST_DAYS || day.messages() <= past.most()) {
      return false;
    }
    double usual = (double) past.messages() / DAYS;
    double variance = past.squares() / DAYS - usual * usual;
    double spread = Math.sqrt(Math.max(variance, usual + LUMPS));
    return day.messages() > usual + FAR * spread;
  }
}
