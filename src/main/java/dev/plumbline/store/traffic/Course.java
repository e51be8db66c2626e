package dev.plumbline.store.traffic;

import java.util.Arrays;

/**
 * A domain's messages over a period.
 *
 * @param messages reported
 * @param pass how many of them passed DMARC
 * @param peak the most on one day
 * @param parts messages of the parts of the period, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Course(long messages, long pass, long peak, long[] parts) {

  /** This one and another, of the same domain and the same period. */
  Course with(Course other) {
    long[] both = Arrays.copyOf(parts, parts.length);
    for (int i = 0; i < both.length; i++) {
      both[i] += other.parts[i];
    }
    return new Course(
        messages + other.messages, pass + other.pass, Math.max(peak, other.peak), both);
  }
}
