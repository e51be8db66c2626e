package dev.plumbline.spf.advice;

import java.util.List;

/**
 * What a term, or a whole record, costs a receiver when nothing matches before its end (RFC 7208
 * section 4.6.4).
 *
 * @param term as written; empty for a whole record
 * @param domain whose record is meant, or whose record the term leads to; empty for a term that
 *     leads to none
 * @param lookups terms that need DNS, this one and all below it
 * @param voidLookupsIp4 questions without an answer, for a client with an IPv4 address
 * @param voidLookupsIp6 the same for IPv6
 * @param terms those of the record that need DNS
 */
public record LookupCount(
    String term,
    String domain,
    int lookups,
    int voidLookupsIp4,
    int voidLookupsIp6,
    List<LookupCount> terms) {

  public LookupCount {
    terms = List.copyOf(terms);
  }

  /** The larger of the two counts of void lookups. */
  public int voidLookups() {
    return Math.max(voidLookupsIp4, voidLookupsIp6);
  }
}
