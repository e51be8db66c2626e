package dev.plumbline.recheck;

import dev.plumbline.store.checks.CheckTargets.Selector;
import dev.plumbline.store.checks.Records;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Set;

/**
 * What a round of re-checks found otherwise than was known before. That the domain is to be judged
 * anew is written in the transaction of each of these.
 *
 * @param at when DNS was asked
 * @param domainItself whether the records on which all its judgements rest are others: SPF, DMARC
 *     or MX of its own, its organizational domain or its alignment modes
 * @param sources whose verdict, name or service is another, or is not known any more
 * @param keys whose state is another, or is not known any more
 * @param records that are others, those of the domain itself among them
 */
public record DnsChanges(
    long domainId,
    String domain,
    Instant at,
    boolean domainItself,
    Set<InetAddress> sources,
    Set<Selector> keys,
    Set<Records.Owner> records) {

  /** Copies the sets. */
  public DnsChanges {
    sources = Set.copyOf(sources);
    keys = Set.copyOf(keys);
    records = Set.copyOf(records);
  }

  /** Whether nothing is other than before. */
  public boolean isEmpty() {
    return !domainItself && sources.isEmpty() && keys.isEmpty() && records.isEmpty();
  }
}
