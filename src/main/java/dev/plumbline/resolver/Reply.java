package dev.plumbline.resolver;

import dev.plumbline.dns.DomainName;
import java.time.Duration;
import java.util.List;

/** What a server or the zone file said to one question, before aliases are followed to the end. */
sealed interface Reply {

  /** How long it may be used. */
  Duration ttl();

  /**
   * Records of the type asked for, at the end of whatever aliases the same message held.
   *
   * @param values what they hold, as {@link RecordValues} reads the type
   */
  record Found(List<?> values, @Override Duration ttl) implements Reply {}

  /** The name is an alias, and the message does not say what its target holds. */
  record Alias(DomainName target, @Override Duration ttl) implements Reply {}

  record NoRecords(@Override Duration ttl) implements Reply {}

  record NoName(@Override Duration ttl) implements Reply {}

  /** No server gave a usable answer. */
  record Trouble(String reason) implements Reply {

    /** Long enough to spare a dead server the same question from every row of a report. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    @Override
    public Duration ttl() {
      return PAUSE;
    }
  }
}
