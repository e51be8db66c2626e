package dev.plumbline.dns;

import java.time.Duration;
import java.util.List;

/**
 * What DNS said to one question.
 *
 * @param <T> what one record of the asked type holds
 */
public sealed interface DnsAnswer<T> {

  /** The records, in the order answered; empty unless {@link Found}. */
  default List<T> values() {
    return List.of();
  }

  /**
   * At least one record of the asked type.
   *
   * @param values never empty
   * @param ttl how long the answer may still be used
   */
  record Found<T>(@Override List<T> values, Duration ttl) implements DnsAnswer<T> {
    public Found {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("An answer without records is NoData");
      }
    }
  }

  /** The name exists, without a record of this type (NOERROR with an empty answer). */
  record NoData<T>(Duration ttl) implements DnsAnswer<T> {}

  /** The name does not exist (NXDOMAIN). */
  record NoSuchDomain<T>(Duration ttl) implements DnsAnswer<T> {}

  /**
   * No usable answer: time-out, SERVFAIL, REFUSED, a broken or looping reply.
   *
   * @param reason one sentence for people
   */
  record Failed<T>(String reason) implements DnsAnswer<T> {}
}
