package dev.plumbline.estates;

import java.util.EnumSet;
import java.util.Set;

/**
 * A receiver that reports.
 *
 * @param share of all messages
 * @param habits what it does in its own way
 */
record Receiver(String name, double share, Set<Habit> habits) {

  Receiver {
    habits = Set.copyOf(habits);
  }

  /** Ways of reporting that were seen in life. */
  enum Habit {
    /** Lets forwarded mail through in spite of the policy, and says why. */
    OVERRIDES,
    /** Says so in the words of ARC. */
    ARC,
    NO_SELECTOR,
    NO_SCOPE,
    NO_ENVELOPE_FROM,
    /** The HELO name is reported beside the envelope domain. */
    HELO_TOO,
    HARDFAIL,
    CAPITALS,
    /** Signatures that are not aligned are left out. */
    ALIGNED_ONLY,
    /** A key that is missing is a failure like any other. */
    PLAIN_FAIL,
    NAMESPACE,
    RFC9990,
    WEEKLY,
    /** Repeats raw results as its evaluation, aligned or not. */
    RAW,
    /** Mixes up the evaluations of DKIM and SPF. */
    SWAPPED,
    /** Its days begin nine hours before those of UTC. */
    EAST,
    /** Its days begin eight hours after those of UTC. */
    WEST,
    /** Reports each hour by itself. */
    HOURLY,
    /** Sends each report twice. */
    RESENDS,
    /** Sends a part of a report, and later all of it under the same name. */
    CORRECTS,
    /** Never tells an envelope domain. */
    EMPTY_ENVELOPE,
    /** Says of SPF that there was none, whatever it found. */
    SPF_NONE,
    /** Evaluates SPF as passed, whatever it found. */
    SPF_PASS;

    /** Those that many receivers have; the others are rare. */
    static final Set<Habit> USUAL = EnumSet.range(OVERRIDES, WEEKLY);

    /** Those of the receivers that hard estates have besides. */
    static final Set<Habit> ODD = EnumSet.range(EAST, SPF_PASS);
  }

  boolean does(Habit habit) {
    return habits.contains(habit);
  }
}
