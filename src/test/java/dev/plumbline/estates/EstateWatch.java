package dev.plumbline.estates;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.estates.Actor.Host;
import dev.plumbline.intake.Intake;
import dev.plumbline.intake.Intake.Incoming;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.SenderReview;
import dev.plumbline.review.Simulations;
import dev.plumbline.review.SourceReview;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.SenderJudge;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.judgement.Decisions;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Watches an estate as Plumbline would, from its reports to its remedies, and keeps the score. */
@Singleton
public class EstateWatch {

  /** Some records go a day or two after the last report. */
  private static final int DAYS_AFTER = 3;

  private static final int BATCH = 50;
  private static final double CASUALTIES = 0.001;

  private static final Set<Standing> PASSING = Set.of(Standing.AUTHORIZED, Standing.FIXED);
  private static final Set<Standing> STRANGERS =
      Set.of(Standing.FORWARDER, Standing.UNRECOGNIZED, Standing.UNAUTHORIZED_USE);
  private static final Set<Standing> SETTLED =
      Set.of(Standing.AUTHORIZED, Standing.FORWARDER, Standing.UNAUTHORIZED_USE);

  @Inject Intake intake;
  @Inject Rechecks rechecks;
  @Inject DomainReviews reviews;
  @Inject Simulations simulations;
  @Inject TrafficQueries traffic;
  @Inject Decisions decisions;
  @Inject Dns dns;
  @Inject Clock clock;

  void run(Estate estate, EstateScore score) {
    EstateReports reports = new EstateReports(estate);
    TreeSet<Integer> checks = new TreeSet<>();
    if (estate.seed() % 3 != 0) {
      // Watched from early on; the others come to Plumbline with reports of the past.
      checks.add(estate.days() / 4);
      checks.addAll(estate.zones().changes());
    }
    List<Incoming> batch = new ArrayList<>();
    for (int day = 0; day < estate.days(); day++) {
      for (Receiver receiver : estate.receivers()) {
        String name = receiver.name() + " " + day;
        reports
            .of(receiver, day)
            .map(text -> ReceivedBytes.of(text.getBytes(StandardCharsets.UTF_8)))
            .ifPresent(source -> batch.add(new Incoming("cli", name, null, source)));
      }
      boolean check = checks.contains(day + 1);
      if (check || batch.size() >= BATCH || day == estate.days() - 1) {
        take(batch);
      }
      if (check) {
        recheck(estate, day + 1, Duration.ZERO);
      }
    }
    decide(estate);
    int end = estate.days() + DAYS_AFTER;
    recheck(estate, end, Duration.ZERO);
    DomainReview review = review(estate);
    compare(estate, review, score);
    readiness(estate, review, score);
    remedies(estate, review, end, score);
  }

  private void take(List<Incoming> batch) {
    for (ItemOutcome outcome : intake.takeAll(batch)) {
      if (outcome.outcome() != Outcome.STORED) {
        throw new IllegalStateException(outcome.toString());
      }
    }
    batch.clear();
  }

  private void decide(Estate estate) {
    DomainInfo domain = traffic.domain(estate.domain()).orElseThrow();
    estate
        .decisions()
        .forEach(
            (key, verdict) ->
                decisions.decide(
                    domain.id(),
                    key,
                    new Decision(
                        verdict,
                        null,
                        null,
                        null,
                        null,
                        "postmaster",
                        estate.last().atStartOfDay().toInstant(ZoneOffset.UTC))));
  }

  private void recheck(Estate estate, int day, Duration later) {
    Instant at = estate.first().plusDays(day).atStartOfDay().toInstant(ZoneOffset.UTC).plus(later);
    ((EstateClock) clock).set(at);
    ((EstateDns) dns).become(estate.zones().on(day));
    if (rechecks.recheckNow(estate.domain()).isEmpty()) {
      throw new IllegalStateException(estate.domain() + " is not known");
    }
  }

  private DomainReview review(Estate estate) {
    return reviews.review(estate.domain(), estate.first(), estate.last()).orElseThrow();
  }

  private static Map<String, Actor> byIp(Estate estate) {
    Map<String, Actor> truth = new HashMap<>();
    estate.actors().forEach(actor -> actor.hosts().forEach(host -> truth.put(host.ip(), actor)));
    return truth;
  }

  private static void compare(Estate estate, DomainReview review, EstateScore score) {
    Map<String, Actor> truth = byIp(estate);
    for (SenderReview sender : review.senders()) {
      Map<Standing, Long> right = new EnumMap<>(Standing.class);
      List<String> stories = new ArrayList<>();
      for (SourceReview source : sender.sources()) {
        Actor actor = truth.get(IpAddresses.toText(source.ip()));
        boolean isRight = actor.right().contains(source.standing());
        String what =
            "%s: %s, not %s".formatted(plain(actor.story()), source.standing(), actor.right());
        score.source(isRight, source.facts().messages(), what);
        if (!isRight) {
          score.example(what, estate.seed() + " " + source.ip() + " " + source.sentences());
        }
        Standing standing = isRight ? source.standing() : actor.right().iterator().next();
        right.merge(standing, source.facts().messages(), Long::sum);
        stories.add(plain(actor.story()));
        if (actor.key() != null) {
          score.name(
              actor.key().equals(sender.key()),
              "%s: %s".formatted(plain(actor.story()), plain(sender.key())));
        }
      }
      Standing whole = worst(right, sender.messages());
      score.sender(
          sender.standing() == whole,
          "%s: %s, not %s".formatted(new TreeSet<>(stories), sender.standing(), whole));
    }
  }

  /** By the rule: the most pressing one that one in a hundred messages have. */
  private static Standing worst(Map<Standing, Long> messages, long all) {
    return SenderJudge.BY_URGENCY.stream()
        .filter(one -> messages.getOrDefault(one, 0L) * 100 >= all && messages.containsKey(one))
        .findFirst()
        .orElse(Standing.AUTHORIZED);
  }

  private static String plain(String story) {
    return story.replaceAll("\\d+", "#");
  }

  private void readiness(Estate estate, DomainReview review, EstateScore score) {
    DomainInfo domain = traffic.domain(estate.domain()).orElseThrow();
    Map<String, Actor> truth = byIp(estate);
    long lost = 0;
    boolean clean = true;
    for (SenderReview sender : review.senders()) {
      for (SourceReview source : sender.sources()) {
        Actor actor = truth.get(IpAddresses.toText(source.ip()));
        clean &= SETTLED.containsAll(actor.right());
        boolean passes =
            actor.right().stream().anyMatch(PASSING::contains)
                || actor.right().contains(Standing.FORWARDER);
        if (actor.legitimate() && !passes) {
          lost += source.facts().messages();
        }
      }
    }
    boolean casualties = lost >= CASUALTIES * review.messages();
    for (String policy : List.of("quarantine", "reject")) {
      boolean ready = simulations.ready(domain, review, policy).ready();
      if (ready && casualties) {
        score
            .readyWithCasualties()
            .add("%d: %d of %d messages".formatted(estate.seed(), lost, review.messages()));
      }
      if (!ready && clean) {
        score
            .notReadyThoughClean()
            .add(estate.seed() + ": " + simulations.ready(domain, review, policy).blockers());
      }
    }
    if (clean) {
      score.clean();
    }
  }

  /** Publishes one remedy after the other, as a diligent administrator would. */
  private void remedies(Estate estate, DomainReview first, int end, EstateScore score) {
    DomainReview review = first;
    Set<String> done = new HashSet<>();
    for (int hours = 1; ; hours++) {
      Optional<SenderReview> next =
          review.senders().stream()
              .filter(sender -> sender.remedy() != null && !sender.remedy().records().isEmpty())
              .filter(sender -> !done.contains(sender.key()))
              .findFirst();
      if (next.isEmpty()) {
        return;
      }
      SenderReview sender = next.get();
      done.add(sender.key());
      score.remedy();
      Map<String, Boolean> before = strangersPassing(estate, end);
      Remedy remedy = sender.remedy();
      remedy.records().forEach(estate.zones()::publish);
      String what = "%d %s %s".formatted(estate.seed(), sender.key(), remedy);
      if (!strangersPassing(estate, end).equals(before)) {
        score.recommendedStrangers().add(what);
      }
      recheck(estate, end, Duration.ofHours(hours));
      DomainReview after = review(estate);
      after.senders().stream()
          .filter(one -> one.key().equals(sender.key()))
          .filter(one -> !PASSING.contains(one.standing()))
          .forEach(
              one ->
                  score
                      .remediesThatFailed()
                      .add("%s; then %s %s".formatted(what, one.standing(), one.sentences())));
      Map<String, SourceReview> sources = sources(after);
      sources(review)
          .forEach(
              (ip, source) -> {
                Standing now = sources.get(ip).standing();
                if (PASSING.contains(source.standing()) && !PASSING.contains(now)) {
                  score.remediesThatFailed().add("%s; it costs %s".formatted(what, ip));
                }
              });
      review = after;
    }
  }

  /** Whether the record of the domain passes each of those whom nobody should list. */
  private static Map<String, Boolean> strangersPassing(Estate estate, int day) {
    Dns dns = estate.zones().on(day);
    Map<String, Boolean> passing = new HashMap<>();
    for (Actor actor : estate.actors()) {
      if (STRANGERS.containsAll(actor.right())) {
        for (Host host : actor.hosts()) {
          SpfQuery query =
              SpfQuery.of(
                  IpAddresses.parse(host.ip()).orElseThrow(), "a@" + estate.domain(), host.helo());
          passing.put(host.ip(), new SpfEvaluator(dns).evaluate(query).result() == SpfResult.PASS);
        }
      }
    }
    return passing;
  }

  private static Map<String, SourceReview> sources(DomainReview review) {
    Map<String, SourceReview> sources = new HashMap<>();
    review.senders().stream()
        .flatMap(sender -> sender.sources().stream())
        .forEach(source -> sources.put(IpAddresses.toText(source.ip()), source));
    return sources;
  }
}
