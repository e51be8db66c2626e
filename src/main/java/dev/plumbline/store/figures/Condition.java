package dev.plumbline.store.figures;

import java.time.Instant;
import java.util.Map;

/**
 * How a database is, for whoever looks what is wrong with an installation.
 *
 * @param encoding of its texts, {@code UTF8} if all is well
 * @param durable whether what is committed survives a crash of the machine
 * @param mayCreate whether tables can be made, which bringing them up to date needs
 * @param clock what its clock shows
 * @param knowsTimeZones whether it has time zone data
 * @param connections how many there are now
 * @param mostConnections how many there can be
 * @param judgingSeconds since the first of the things happened that no judgement knows yet
 * @param recheckSeconds since DNS was asked about the domain that waits longest; 0 if there is none
 * @param failingMailboxes the errors of those whose last try went wrong, by name; there may be some
 *     among them that are set no more
 */
public record Condition(
    String version,
    String encoding,
    boolean durable,
    boolean mayCreate,
    Instant clock,
    boolean knowsTimeZones,
    int connections,
    int mostConnections,
    long judgingSeconds,
    long recheckSeconds,
    Map<String, String> failingMailboxes) {

  public Condition {
    failingMailboxes = Map.copyOf(failingMailboxes);
  }
}
