package dev.plumbline.recheck;

import dev.plumbline.dkim.DkimKey;
import dev.plumbline.dns.Dns;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.SenderReview;
import dev.plumbline.review.ServiceFacts;
import dev.plumbline.review.Span;
import dev.plumbline.standing.Remedy;
import dev.plumbline.standing.RemedyAdvice;
import dev.plumbline.standing.RemedyAdvice.Judged;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.checks.CheckStore.RecordHistory;
import dev.plumbline.store.checks.HistoryQueries;
import dev.plumbline.store.checks.HistoryQueries.PublishedRecord;
import dev.plumbline.store.checks.RemedyStore;
import dev.plumbline.store.checks.RemedyStore.For;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds and keeps what would authorize each sender. Asks DNS, so it belongs into the background.
 */
@ApplicationScoped
public class Remedies {

  private final DomainReviews reviews;
  private final TrafficQueries traffic;
  private final CheckStore checks;
  private final HistoryQueries history;
  private final RemedyStore store;

  Remedies(
      DomainReviews reviews,
      TrafficQueries traffic,
      CheckStore checks,
      HistoryQueries history,
      RemedyStore store) {
    this.history = history;
    this.reviews = reviews;
    this.traffic = traffic;
    this.checks = checks;
    this.store = store;
  }

  /**
   * Finds the remedies of a domain's senders, tests them, and keeps them in place of older ones. A
   * sender can stand otherwise in another period.
   *
   * @param spans the periods, the most important one first
   */
  public void prepare(String domain, Dns dns, List<Span> spans, Instant at) {
    Optional<DomainInfo> info = traffic.domain(domain);
    List<DomainReview> found =
        spans.stream()
            .flatMap(span -> reviews.review(domain, span.from(), span.to()).stream())
            .toList();
    if (info.isEmpty()) {
      return;
    }
    // Whoever is seen in any period must not be lost.
    Map<InetAddress, Judged> everybody = new LinkedHashMap<>();
    found.stream()
        .flatMap(review -> review.senders().stream())
        .flatMap(sender -> sender.sources().stream())
        .forEach(
            source ->
                everybody.putIfAbsent(source.ip(), new Judged(source.facts(), source.standing())));
    Map<String, List<String>> spf = earlierSpf(info.get().id());
    Map<String, String> keys = earlierKeys(info.get().id());
    Map<String, String> aliases = earlierAliases(info.get().id());
    Map<For, Remedy> remedies = new LinkedHashMap<>();
    for (DomainReview review : found) {
      RemedyAdvice advice =
          new RemedyAdvice(dns, review.facts(), everybody.values(), spf, keys, aliases);
      for (SenderReview sender : review.senders()) {
        if (RemedyAdvice.UNSETTLED.contains(sender.standing())) {
          remedies.computeIfAbsent(
              new For(sender.key(), sender.standing()), unused -> about(advice, sender, domain));
        }
      }
    }
    store.save(info.get().id(), remedies, at);
  }

  private static Remedy about(RemedyAdvice advice, SenderReview sender, String domain) {
    return advice.about(
        sender.name(),
        sender.kind().equals("own"),
        sender.standing(),
        sender.decision(),
        ServiceFacts.of(sender.service(), domain),
        sender.sources().stream()
            .map(source -> new Judged(source.facts(), source.standing()))
            .toList());
  }

  /** The last key record seen at each name that held a key. */
  private Map<String, String> earlierKeys(long domainId) {
    Map<String, String> keys = new HashMap<>();
    for (PublishedRecord record : history.records(domainId)) {
      if (record.type().equals("DKIM") && record.texts().size() == 1) {
        String text = record.texts().get(0);
        if (DkimKey.parse(text).state().verifies()) {
          keys.put(record.name(), text);
        }
      }
    }
    return keys;
  }

  /** Where the last CNAME record at each name of a key led. */
  private Map<String, String> earlierAliases(long domainId) {
    Map<String, String> aliases = new HashMap<>();
    for (PublishedRecord record : history.records(domainId)) {
      if (record.type().equals("CNAME") && record.texts().size() == 1) {
        aliases.put(record.name(), record.texts().get(0));
      }
    }
    return aliases;
  }

  /** SPF records that were published before today's, the newest first. */
  private Map<String, List<String>> earlierSpf(long domainId) {
    Map<String, List<String>> all = new HashMap<>();
    for (RecordHistory record : checks.records(domainId)) {
      if (record.type().equals("SPF")) {
        all.computeIfAbsent(record.name(), unused -> new ArrayList<>()).addAll(record.texts());
      }
    }
    all.values().forEach(Collections::reverse);
    return all;
  }
}
