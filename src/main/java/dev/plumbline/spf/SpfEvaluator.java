package dev.plumbline.spf;

import dev.plumbline.dns.Dns;

/**
 * Evaluates SPF as a receiving mail server does. Any number of threads may ask; one evaluator for
 * many queries is faster than many, since it remembers the records it parsed.
 */
public final class SpfEvaluator {

  private final Dns dns;
  private final Publications publications = new Publications();

  /** An evaluator that asks this DNS. */
  public SpfEvaluator(Dns dns) {
    this.dns = dns;
  }

  /**
   * Evaluates SPF for one SMTP client (check_host, RFC 7208 section 4).
   *
   * @return the verdict; DNS trouble is TEMPERROR, never an exception
   * @throws IllegalArgumentException if the query has neither MAIL FROM nor HELO domain
   */
  public SpfVerdict evaluate(SpfQuery query) {
    return evaluate(query.sender().domain(), query);
  }

  /**
   * Evaluates the record of a domain that need not be the sender's own, as check_host allows.
   *
   * @param domain whose record is asked
   * @throws IllegalArgumentException if the query has neither MAIL FROM nor HELO domain
   */
  public SpfVerdict evaluate(String domain, SpfQuery query) {
    return new Evaluation(dns, publications, query).verdict(SpfQuery.aLabels(domain));
  }
}
