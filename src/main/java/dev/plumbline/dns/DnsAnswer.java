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

  /** How long the answer may still be used; zero for a failure, which the next try may mend. */
  default Duration ttl() {
    return Duration.ZERO;
  }

  /** How long ago the answer came from a server; zero if it was just asked for. */
  Duration age();

  /**
   * At least one record of the asked type.
   *
   * @param values never empty
   * @param ttl how long the answer may still be used
   */
  record Found<T>(@Override List<T> values, @Override Duration ttl, @Override Duration age)
      implements DnsAnswer<T> {

    public Found {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("An answer without records is NoData");
      }
    }

    /** An answer just asked for. */
    public Found(List<T> values, Duration ttl) {
      this(values, ttl, Duration.ZERO);
    }
  }

  /** The name exists, without a record of this type (NOERROR with an empty answer). */
  record NoData<T>(@Override Duration ttl, @Override Duration age) implements DnsAnswer<T> {

    /** An answer just asked for. */
    public NoData(Duration ttl) {
      this(ttl, Duration.ZERO);
    }
  }

  /** The name does not exist (NXDOMAIN). */
  record NoSuchDomain<T>(@Override Duration ttl, @Override Duration age) implements DnsAnswer<T> {

    /** An answer just asked for. */
    public NoSuchDomain(Duration ttl) {
      this(ttl, Duration.ZERO);
    }
  }

  /**
   * No usable answer: time-out, SERVFAIL, REFUSED, a broken or looping reply.
   *
   * @param reason one sentence for people
   */
  record Failed<T>(String reason, @Override Duration age) implements DnsAnswer<T> {

    /** A failure just met. */
    public Failed(String reason) {
      this(reason, Duration.ZERO);
    }
  }
}
