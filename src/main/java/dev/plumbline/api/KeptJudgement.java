package dev.plumbline.api;

import dev.plumbline.export.Exports.Taker;
import dev.plumbline.review.KeptDomain;
import dev.plumbline.review.KeptDomains;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.review.json.ChangeJson;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.StandingChange;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.SourceFactsQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is kept of a domain's judgement, as resources hand it out. */
@ApplicationScoped
class KeptJudgement {

  private static final int AT_ONCE = 500;

  private final KeptReviews reviews;
  private final KeptDomains domains;
  private final SourceFactsQueries facts;

  KeptJudgement(KeptReviews reviews, KeptDomains domains, SourceFactsQueries facts) {
    this.reviews = reviews;
    this.domains = domains;
    this.facts = facts;
  }

  Optional<DomainSummary> summary(DomainInfo domain) {
    return reviews.summary(domain.name());
  }

  /**
   * A domain as it was judged last.
   *
   * @throws Refusal if it was not judged yet
   */
  DomainSummary judged(DomainInfo domain) {
    return summary(domain)
        .orElseThrow(
            () ->
                Refusal.unknown(
                    domain.name() + " was not judged yet; it will be within a few seconds."));
  }

  /**
   * A domain with its senders and sources.
   *
   * @throws Refusal if it was not judged yet
   */
  KeptDomain whole(DomainInfo domain) {
    return domains.read(judged(domain), true);
  }

  Map<InetAddress, SourceFacts> facts(DomainInfo domain, DomainSummary summary) {
    return facts.sources(domain, summary.from(), summary.to()).stream()
        .collect(Collectors.toMap(SourceFacts::ip, Function.identity()));
  }

  /** The history of a domain, the newest first. */
  void history(DomainInfo domain, @Nullable String sender, @Nullable Long before, Taker taker) {
    Long last = before;
    while (true) {
      List<StandingChange> found = reviews.history(domain.name(), sender, last, AT_ONCE);
      for (StandingChange change : found) {
        if (!taker.take(ChangeJson.of(change))) {
          return;
        }
        last = change.id();
      }
      if (found.size() < AT_ONCE) {
        return;
      }
    }
  }
}
