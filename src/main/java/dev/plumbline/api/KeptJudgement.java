package dev.plumbline.api;

import dev.plumbline.export.Exports.Taker;
import dev.plumbline.review.KeptDomain;
import dev.plumbline.review.KeptDomains;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.review.json.ChangeJson;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.judgement.StandingChange;
import dev.plumbline.store.judgement.Standings.Wanted;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.SourceFactsQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
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

  /**
   * Which senders of a domain are wanted, by their keys.
   *
   * @param standing null for all
   * @param search a part of the name, or the beginning of an address; all if blank
   */
  Predicate<String> senders(DomainInfo domain, @Nullable Standing standing, String search) {
    if (standing == null && search.isBlank()) {
      return key -> true;
    }
    Set<String> keys = new HashSet<>();
    Wanted wanted = new Wanted(standing == null ? Set.of() : EnumSet.of(standing), search, true);
    for (int page = 0, found = AT_ONCE; found == AT_ONCE; page++) {
      List<SenderStanding> some = reviews.senders(domain, wanted, page, AT_ONCE).items();
      some.forEach(one -> keys.add(one.sender().key()));
      found = some.size();
    }
    return keys::contains;
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
