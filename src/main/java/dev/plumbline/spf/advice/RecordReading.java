package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.ProposedDns;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfTable;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a record says about any number of addresses; compiled, so that many of them cost little. The
 * sender is taken to be the postmaster of the domain, and the client to be named like it.
 */
final class RecordReading {

  private final String domain;
  private final SpfTable table;
  private final SpfEvaluator evaluator;

  private RecordReading(Dns dns, DomainName domain) {
    this.domain = domain.toString();
    this.table = SpfTable.compile(dns, this.domain);
    this.evaluator = new SpfEvaluator(dns);
  }

  /** Of the record published at a domain. */
  static RecordReading of(Dns dns, DomainName domain) {
    return new RecordReading(dns, domain);
  }

  /** Of a record in the place of the one published there. */
  static RecordReading of(Dns dns, DomainName domain, String record) {
    return new RecordReading(
        new ProposedDns(dns, Map.of(domain, List.of(record)), SpfVersion::isMeant), domain);
  }

  boolean passes(InetAddress ip) {
    return result(ip) == SpfResult.PASS;
  }

  SpfResult result(InetAddress ip) {
    SpfResult result = answer(ip).result();
    if (result == null) {
      throw new AssertionError("The table has no result for " + ip);
    }
    return result;
  }

  /** What the most expensive of some addresses costs receivers. */
  record Cost(int lookups, int voidLookups) {}

  Cost cost(Collection<InetAddress> addresses) {
    int lookups = 0;
    int voidLookups = 0;
    for (InetAddress ip : addresses) {
      SpfTable.Answer answer = answer(ip);
      lookups = Math.max(lookups, answer.lookups());
      voidLookups = Math.max(voidLookups, answer.voidLookups());
    }
    return new Cost(lookups, voidLookups);
  }

  private SpfTable.Answer answer(InetAddress ip) {
    return table.check(SpfQuery.of(ip, "postmaster@" + domain, domain), evaluator);
  }
}
