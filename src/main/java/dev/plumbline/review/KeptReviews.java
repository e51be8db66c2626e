package dev.plumbline.review;

import dev.plumbline.dns.DomainName;
import dev.plumbline.standing.Decision;
import dev.plumbline.store.Scope;
import dev.plumbline.store.judgement.Decisions;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.judgement.SourceStanding;
import dev.plumbline.store.judgement.StandingChange;
import dev.plumbline.store.judgement.Standings;
import dev.plumbline.store.judgement.Standings.Wanted;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.Page;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The judgement that is kept, for everybody who shows it. Nothing here gathers, judges or asks DNS.
 * A domain that was never judged yet has no summary and no senders.
 */
@ApplicationScoped
public class KeptReviews {

  private static final int MOST_CHANGES = 500;

  private final Standings standings;
  private final Decisions decisions;
  private final TrafficQueries traffic;

  KeptReviews(Standings standings, Decisions decisions, TrafficQueries traffic) {
    this.standings = standings;
    this.decisions = decisions;
    this.traffic = traffic;
  }

  /** All domains that were judged, by name. */
  public List<DomainSummary> summaries() {
    return standings.summaries();
  }

  /** All domains that were judged and may be seen, by name. */
  public List<DomainSummary> summaries(Scope scope) {
    return summaries().stream().filter(one -> scope.covers(one.domain())).toList();
  }

  /** One domain; empty if it is not monitored, or was not judged yet. */
  public Optional<DomainSummary> summary(String domain) {
    return standings.summary(domain);
  }

  /**
   * Senders of a domain, those that still write and are most pressing first.
   *
   * @param page its number, from 0
   */
  public Page<SenderStanding> senders(DomainInfo domain, Wanted wanted, int page, int size) {
    return standings.senders(domain.id(), wanted, page, size);
  }

  /** One sender, by its key. */
  public Optional<SenderStanding> sender(DomainInfo domain, String key) {
    return standings.sender(domain.id(), key);
  }

  /** The name of a sender for people; of one that is not known any more, what its key tells. */
  public String name(DomainInfo domain, String key) {
    return DomainName.inSentence(
        sender(domain, key)
            .map(one -> one.sender().name())
            .orElseGet(() -> key.substring(key.indexOf(':') + 1)));
  }

  /** The decision that counts for each sender of a domain, by the sender's key. */
  public Map<String, Decision> decisions(DomainInfo domain) {
    return decisions.current(domain.id());
  }

  /**
   * The sources of a sender, the most pressing first.
   *
   * @param page its number, from 0
   */
  public Page<SourceStanding> sources(DomainInfo domain, String senderKey, int page, int size) {
    return standings.sources(domain.id(), senderKey, page, size);
  }

  /** One source. */
  public Optional<SourceStanding> source(DomainInfo domain, InetAddress ip) {
    return standings.source(domain.id(), ip);
  }

  /**
   * What changed, the newest first.
   *
   * @param domain null for all domains
   * @param senderKey null for all senders and the domain itself
   * @param before only entries older than the one of this number; null for the newest
   */
  public List<StandingChange> history(
      @Nullable String domain, @Nullable String senderKey, @Nullable Long before, int most) {
    return standings.history(domain, senderKey, before, Math.min(most, MOST_CHANGES));
  }

  /** What changed since an instant, the newest first. */
  public List<StandingChange> historySince(@Nullable String domain, Instant since, int most) {
    return standings.historySince(domain, since, Math.min(most, MOST_CHANGES));
  }

  /** A domain with its name in lower case; empty if it is not monitored. */
  public Optional<DomainInfo> domain(String name) {
    return traffic.domain(name);
  }

  /** As {@link #domain(String)}; empty, too, if the domain may not be seen. */
  public Optional<DomainInfo> domain(Scope scope, String name) {
    return traffic.domain(scope, name);
  }
}
