package dev.plumbline.standing.remedy;

import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.advice.RecordChange.Traffic;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All sources of a domain as far as a change of its records touches them: who passes SPF now, and
 * for which names. A source takes some dozen bytes.
 */
public final class Neighbours {

  private final List<InetAddress> seen = new ArrayList<>();
  private final Map<DomainName, List<InetAddress>> passing = new HashMap<>();

  /** Tells a source and the names whose SPF record lets it pass now. */
  public Neighbours add(InetAddress ip, Collection<DomainName> passesFor) {
    seen.add(ip);
    passesFor.forEach(name -> passing.computeIfAbsent(name, unused -> new ArrayList<>()).add(ip));
    return this;
  }

  /** As far as the record of one name is concerned. */
  Traffic of(DomainName name) {
    return new Traffic(passing.getOrDefault(name, List.of()), seen);
  }
}
