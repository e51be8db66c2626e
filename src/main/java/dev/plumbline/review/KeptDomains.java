package dev.plumbline.review;

import dev.plumbline.store.Database;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.JudgementQueries;
import jakarta.inject.Singleton;

/** Reads whole domains as they were judged last, for those who hand them out. */
@Singleton
public class KeptDomains {

  private final JudgementQueries judgement;

  KeptDomains(Database database) {
    this.judgement = new JudgementQueries(database);
  }

  /** All senders of a domain, with their sources only if they are wanted. */
  public KeptDomain read(DomainSummary summary, boolean withSources) {
    return KeptDomain.read(judgement, summary, withSources);
  }
}
