package dev.plumbline.recheck;

import dev.plumbline.dkim.DkimKey;
import dev.plumbline.dmarc.DmarcRecord;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.RecordKind;
import dev.plumbline.review.Judge;
import dev.plumbline.review.JudgedFacts;
import dev.plumbline.review.JudgedFacts.Domain;
import dev.plumbline.standing.Days;
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
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.checks.Records.PublishedRecord;
import dev.plumbline.store.judgement.RemedyQueries;
import dev.plumbline.store.judgement.RemedyQueries.Use;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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

  private final Judge judge;
  private final JudgedFacts judged;
  private final TrafficQueries traffic;
  private final CheckStore checks;
  private final AuthorDomains authors;
  private final RemedyQueries queries;
  private final RemedyStore store;

  Remedies(
      Judge judge,
      JudgedFacts judged,
      TrafficQueries traffic,
      CheckStore checks,
      AuthorDomains authors,
      RemedyQueries queries,
      RemedyStore store) {
    this.judge = judge;
    this.judged = judged;
    this.traffic = traffic;
    this.checks = checks;
    this.authors = authors;
    this.queries = queries;
    this.store = store;
  }

  /**
   * Finds the plan of a domain and the remedies of its senders, tests them, and keeps them in place
   * of older ones. If DNS does not answer, those that were found before stand. What the judgement
   * does not know yet is judged first.
   *
   * @param active whoever was seen in these days is to be helped, and must not be lost
   */
  public void prepare(String name, Dns dns, Days active, Instant at) {
    judge.catchUp(name);
    Optional<Domain> found = traffic.domain(name).flatMap(judged::domain);
    if (found.isEmpty()) {
      return;
    }
    Domain domain = found.get();
    long id = domain.info().id();
    List<SenderNeeds> needs =
        judged.open(domain, active.from()).stream().map(sender -> needs(domain, sender)).toList();
    Earlier earlier = new Earlier(earlierSpf(id), earlierKeys(id), earlierAliases(id));
    Advice advice =
        new RemedyAdvice(dns, domain.facts(), () -> neighbours(domain, active.from()), earlier)
            .about(needs);
    if (advice.plan().unknown() == null || store.plan(id).isEmpty()) {
      DomainPlan plan = advice.plan();
      store.save(id, plan.withNames(names(domain, active, plan)), advice.remedies(), at);
    }
  }

  private SenderNeeds needs(Domain domain, SenderStanding sender) {
    String key = sender.sender().key();
    SenderNeeds needs =
        new SenderNeeds(
            new Subject(
                key,
                sender.sender().name(),
                sender.sender().kind().equals("own"),
                domain.decided().get(key),
                judged.service(domain, sender).orElse(null)),
            domain.facts());
    judged.sources(domain, sender, needs::add);
    return needs;
  }

  private Neighbours neighbours(Domain domain, LocalDate since) {
    Neighbours neighbours = new Neighbours();
    Map<String, Optional<DomainName>> parsed = new HashMap<>();
    judged.passing(
        domain,
        since,
        source ->
            neighbours.add(
                source.ip(),
                source.names().stream()
                    .flatMap(name -> parsed.computeIfAbsent(name, DomainName::parse).stream())
                    .toList()));
    return neighbours;
  }

  /** Which names in From: fields may be closed, and whose they are otherwise. */
  private List<AuthorName> names(Domain judgedDomain, Days active, DomainPlan plan) {
    DomainInfo domain = judgedDomain.info();
    if (!domain.isKnown()) {
      return List.of();
    }
    List<String> candidates =
        authors.used(domain.id(), active.from(), active.to(), MOST_NAMES).stream()
            .filter(name -> name.passMessages() == 0 && Boolean.TRUE.equals(name.exists()))
            .map(AuthorDomain::name)
            .toList();
    Map<DomainName, Set<User>> uses = new HashMap<>();
    for (Use use : queries.uses(domain.id(), candidates, active.from(), active.to())) {
      if (Lockdown.isYours(use.standing(), judgedDomain.decided().get(use.senderKey()))) {
        DomainName.parse(use.name())
            .ifPresent(
                name ->
                    uses.computeIfAbsent(name, unused -> new LinkedHashSet<>())
                        .add(new User(use.senderKey(), use.senderName())));
      }
    }
    return Lockdown.of(
        new Lockdown.Published(
            domain.domain(),
            domain.spfRecord(),
            Optional.ofNullable(domain.dmarcRecord()).flatMap(DmarcRecord::parse).orElse(null),
            domain.isOrganizational()),
        candidates.stream().flatMap(name -> DomainName.parse(name).stream()).toList(),
        uses,
        plan);
  }

  /** The last key record seen at each name that held a key. */
  private Map<String, String> earlierKeys(long domainId) {
    Map<String, String> keys = new HashMap<>();
    for (PublishedRecord record : checks.records().all(domainId)) {
      if (record.kind() == RecordKind.DKIM && record.texts().size() == 1) {
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
      if (record.kind() == RecordKind.CNAME && record.texts().size() == 1) {
        aliases.put(record.name(), record.texts().get(0));
      }
    }
    return aliases;
  }

  /** SPF records that were published before today's, the newest first. */
  private Map<String, List<String>> earlierSpf(long domainId) {
    Map<String, List<String>> all = new HashMap<>();
    for (PublishedRecord record : checks.records().judged(domainId)) {
      if (record.kind() == RecordKind.SPF) {
        all.computeIfAbsent(record.name(), unused -> new ArrayList<>()).addAll(record.texts());
      }
    }
    all.values().forEach(Collections::reverse);
    return all;
  }
}
