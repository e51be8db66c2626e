package dev.plumbline.store.figures;

import java.time.Instant;
import java.util.List;

/**
 * A server that shares the database with others.
 *
 * @param name as {@code HOST:PID:RANDOM}
 * @param version of its program
 * @param silentSeconds since it was last heard of, by the database's clock
 * @param leases what it alone may do now, such as {@code mailbox:main}
 */
public record Replica(
    String name, String version, Instant startedAt, long silentSeconds, List<String> leases) {

  /** After three beats that were missed. */
  public static final long LATE_SECONDS = 35;

  public Replica {
    leases = List.copyOf(leases);
  }

  /** Whether it was heard of lately. */
  public boolean isAlive() {
    return silentSeconds <= LATE_SECONDS;
  }
}
