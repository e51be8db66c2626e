package dev.plumbline.recheck;

import dev.plumbline.dkim.DkimKey;
import dev.plumbline.dmarc.DmarcRecord;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.SenderReview;
import dev.plumbline.review.ServiceFacts;
import dev.plumbline.review.Span;
import dev.plumbline.standing.SourceFacts.SpfNow;
import dev.plumbline.standing.remedy.DomainPlan;
import dev.plumbline.standing.remedy.DomainPlan.AuthorName;
import dev.plumbline.standing.remedy.DomainPlan.User;
import dev.plumbline.standing.remedy.Earlier;
import dev.plumbline.standing.remedy.Lockdown;
import dev.plumbline.standing.remedy.Neighbours;
import dev.plumbline.standing.remedy.RemedyAdvice;
import dev.plumbline.standing.remedy.RemedyAdvice.Advice;
import dev.plumbline.standing.remedy.SenderNeeds;
import dev.plumbline.standing.remedy.SenderNeeds.Subject;
import dev.plumbline.store.checks.AuthorDomains;
import dev.plumbline.store.checks.AuthorDomains.AuthorDomain;
import dev.plumbline.store.checks.AuthorDomains.Use;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.checks.Records.PublishedRecord;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds and keeps what to publish for a domain, and what would authorize each of its senders. Asks
 * DNS, so it belongs into the background.
 */
@ApplicationScoped
public class Remedies {

  /** Names beyond these are used too seldom to be closed one by one. */
  private static final int MOST_NAMES = 100;

  private final DomainReviews reviews;
  private final TrafficQueries traffic;
  private final CheckStore checks;
  private final AuthorDomains authors;
  private final RemedyStore store;

  Remedies(
      DomainReviews reviews,
      TrafficQueries traffic,
      CheckStore checks,
      AuthorDomains authors,
      RemedyStore store) {
    this.authors = authors;
    this.reviews = reviews;
    this.traffic = traffic;
    this.checks = checks;
    this.store = store;
  }

  /**
   * Finds the plan of a domain and the remedies of its senders, tests them, and keeps them in place
   * of older ones. If DNS does not answer, those that were found before stand.
   *
   * @param spans each sender is taken as it stands in the first of these in which it was seen;
   *     whoever was seen in any must not be lost
   */
  public void prepare(String domain, Dns dns, List<Span> spans, Instant at) {
    Optional<DomainInfo> info = traffic.domain(domain);
    List<DomainReview> reviewed =
        spans.stream()
            .flatMap(span -> reviews.review(domain, span.from(), span.to()).stream())
            .toList();
    if (info.isEmpty() || reviewed.isEmpty()) {
      return;
    }
    long id = info.get().id();
    Map<String, SenderNeeds> needs = new LinkedHashMap<>();
    Set<String> known = new HashSet<>();
    for (DomainReview review : reviewed) {
      for (SenderReview sender : review.senders()) {
        if (known.add(sender.key()) && sender.standing().isOpen()) {
          needs.put(sender.key(), needs(review, sender));
        }
      }
    }
    Earlier earlier = new Earlier(earlierSpf(id), earlierKeys(id), earlierAliases(id));
    Advice advice =
        new RemedyAdvice(dns, reviewed.get(0).facts(), neighbours(reviewed), earlier)
            .about(List.copyOf(needs.values()));
    if (advice.plan().unknown() == null || store.plan(id).isEmpty()) {
      DomainPlan plan = advice.plan();
      store.save(
          id, plan.withNames(names(info.get(), spans, reviewed, plan)), advice.remedies(), at);
    }
  }

  /** Which names in From: fields may be closed, and whose they are otherwise. */
  private List<AuthorName> names(
      DomainInfo domain, List<Span> spans, List<DomainReview> reviewed, DomainPlan plan) {
    if (!domain.isKnown()) {
      return List.of();
    }
    LocalDate from = spans.stream().map(Span::from).min(Comparator.naturalOrder()).orElseThrow();
    LocalDate to = spans.stream().map(Span::to).max(Comparator.naturalOrder()).orElseThrow();
    List<String> candidates =
        authors.used(domain.id(), from, to, MOST_NAMES).stream()
            .filter(name -> name.passMessages() == 0 && Boolean.TRUE.equals(name.exists()))
            .map(AuthorDomain::name)
            .toList();
    Map<InetAddress, User> yours = yours(reviewed);
    Map<DomainName, Set<User>> uses = new HashMap<>();
    for (Use use : authors.uses(domain.id(), candidates, from, to)) {
      User user = yours.get(use.ip());
      if (user != null) {
        DomainName.parse(use.name())
            .ifPresent(
                name -> uses.computeIfAbsent(name, unused -> new LinkedHashSet<>()).add(user));
      }
    }
    String organization = domain.organizationalDomain();
    return Lockdown.of(
        new Lockdown.Published(
            DomainName.parse(domain.name()).orElse(DomainName.ROOT),
            domain.spfRecord(),
            Optional.ofNullable(domain.dmarcRecord()).flatMap(DmarcRecord::parse).orElse(null),
            organization == null || organization.equals(domain.name())),
        candidates.stream().flatMap(name -> DomainName.parse(name).stream()).toList(),
        uses,
        plan);
  }

  /** The senders that send for the domain, or pass on what they sent, by their addresses. */
  private static Map<InetAddress, User> yours(List<DomainReview> reviewed) {
    Map<InetAddress, User> yours = new HashMap<>();
    reviewed.stream()
        .flatMap(review -> review.senders().stream())
        .forEach(
            sender ->
                sender.sources().stream()
                    .filter(source -> Lockdown.isYours(source.standing(), sender.decision()))
                    .forEach(
                        source ->
                            yours.putIfAbsent(source.ip(), new User(sender.key(), sender.name()))));
    return yours;
  }

  private static Neighbours neighbours(List<DomainReview> reviewed) {
    Neighbours neighbours = new Neighbours();
    Set<InetAddress> told = new HashSet<>();
    reviewed.stream()
        .flatMap(review -> review.senders().stream())
        .flatMap(sender -> sender.sources().stream())
        .filter(source -> told.add(source.ip()))
        .forEach(
            source ->
                neighbours.add(
                    source.ip(),
                    source.facts().now().spf().stream()
                        .filter(SpfNow::passes)
                        .flatMap(spf -> DomainName.parse(spf.identity()).stream())
                        .toList()));
    return neighbours;
  }

  private static SenderNeeds needs(DomainReview review, SenderReview sender) {
    SenderNeeds needs =
        new SenderNeeds(
            new Subject(
                sender.key(),
                sender.name(),
                sender.kind().equals("own"),
                sender.decision(),
                ServiceFacts.of(sender.service(), review.domain())),
            review.facts());
    sender.sources().forEach(source -> needs.add(source.facts(), source.standing()));
    return needs;
  }

  /** The last key record seen at each name that held a key. */
  private Map<String, String> earlierKeys(long domainId) {
    Map<String, String> keys = new HashMap<>();
    for (PublishedRecord record : checks.records().all(domainId)) {
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
    for (PublishedRecord record : checks.records().all(domainId)) {
      if (record.type().equals("CNAME") && record.texts().size() == 1) {
        aliases.put(record.name(), record.texts().get(0));
      }
    }
    return aliases;
  }

  /** SPF records that were published before today's, the newest first. */
  private Map<String, List<String>> earlierSpf(long domainId) {
    Map<String, List<String>> all = new HashMap<>();
    for (PublishedRecord record : checks.records().judged(domainId)) {
      if (record.type().equals("SPF")) {
        all.computeIfAbsent(record.name(), unused -> new ArrayList<>()).addAll(record.texts());
      }
    }
    all.values().forEach(Collections::reverse);
    return all;
  }
}
