package dev.plumbline.estates;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.estates.Actor.Host;
import dev.plumbline.estates.EstateReports.Sent;
import dev.plumbline.intake.Intake;
import dev.plumbline.intake.Intake.Incoming;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.review.Judge;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.review.Window;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Readiness;
import dev.plumbline.standing.SenderJudge;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.judgement.Decisions;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.judgement.SourceStanding;
import dev.plumbline.store.judgement.Standings.Wanted;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
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
import org.jspecify.annotations.Nullable;

/** Watches an estate as Plumbline would, from its reports to its remedies, and keeps the score. */
@Singleton
public class EstateWatch {

  /** Some records go a day or two after the last report. */
  private static final int DAYS_AFTER = 3;

  private static final int BATCH = 50;
  private static final double CASUALTIES = 0.001;
  private static final int ALL = 100_000;

  private static final Set<Standing> PASSING = Set.of(Standing.AUTHORIZED, Standing.FIXED);
  private static final Set<Standing> STRANGERS =
      Set.of(Standing.FORWARDER, Standing.UNRECOGNIZED, Standing.UNAUTHORIZED_USE);
  private static final Set<Standing> SETTLED =
      Set.of(Standing.AUTHORIZED, Standing.FORWARDER, Standing.UNAUTHORIZED_USE);

  @Inject Intake intake;
  @Inject Rechecks rechecks;
  @Inject Judge judge;
  @Inject KeptReviews kept;
  @Inject RemedyStore found;
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
    List<Sent> batch = new ArrayList<>();
    for (int day : estate.daysOfMail()) {
      for (Receiver receiver : estate.receivers()) {
        batch.addAll(reports.of(receiver, day));
      }
      boolean check = checks.contains(day + 1);
      if (check || batch.size() >= BATCH || day == estate.days() - 1) {
        // Reports about a time to come are set aside.
        ((EstateClock) clock).set(instant(estate, day + 1));
        take(batch);
      }
      if (check) {
        recheck(estate, day + 1, Duration.ZERO);
      }
    }
    decide(estate);
    int end = estate.days() + DAYS_AFTER;
    recheck(estate, end, Duration.ZERO);
    List<Seen> senders = senders(estate);
    compare(estate, senders, score);
    readiness(estate, senders, score);
    remedies(estate, senders, end, score);
  }

  private void take(List<Sent> batch) {
    List<Incoming> items = new ArrayList<>();
    for (Sent report : batch) {
      byte[] bytes = report.text().getBytes(StandardCharsets.UTF_8);
      items.add(new Incoming("cli", "report " + items.size(), null, ReceivedBytes.of(bytes)));
    }
    List<ItemOutcome> outcomes = intake.takeAll(items);
    for (int i = 0; i < batch.size(); i++) {
      if (outcomes.get(i).outcome() != batch.get(i).outcome()) {
        throw new IllegalStateException(outcomes.get(i) + " of " + batch.get(i).text());
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
    Instant at = instant(estate, day).plus(later);
    ((EstateClock) clock).set(at);
    ((EstateDns) dns).become(estate.zones().on(day));
    if (rechecks.recheckNow(estate.domain()).isEmpty()) {
      throw new IllegalStateException(estate.domain() + " is not known");
    }
  }

  /** At noon, when the reports of all receivers about the day before have come. */
  private static Instant instant(Estate estate, int day) {
    return estate.first().plusDays(day).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
  }

  /** A sender as its page shows it, with the sources by which it is judged, and those before. */
  private record Seen(
      SenderStanding sender,
      List<SourceStanding> sources,
      @Nullable Remedy remedy,
      LocalDate from) {

    String key() {
      return sender.sender().key();
    }

    boolean counts(SourceStanding source) {
      return !source.lastSeen().isBefore(from);
    }
  }

  private List<Seen> senders(Estate estate) {
    judge.catchUp(estate.domain());
    DomainInfo domain = traffic.domain(estate.domain()).orElseThrow();
    Map<String, Remedy> remedies = found.ofDomain(domain.id());
    LocalDate window = summary(estate).from();
    return kept.senders(domain, Wanted.ALL, 0, ALL).items().stream()
        .map(
            sender ->
                new Seen(
                    sender,
                    kept.sources(domain, sender.sender().key(), 0, ALL).items(),
                    sender.standing().isOpen() ? remedies.get(sender.sender().key()) : null,
                    sender.lastSeen().isBefore(window)
                        ? Window.endingAt(sender.lastSeen()).from()
                        : window))
        .toList();
  }

  private DomainSummary summary(Estate estate) {
    return kept.summary(estate.domain()).orElseThrow();
  }

  private static Map<String, Actor> byIp(Estate estate) {
    Map<String, Actor> truth = new HashMap<>();
    estate.actors().forEach(actor -> actor.hosts().forEach(host -> truth.put(host.ip(), actor)));
    return truth;
  }

  private static void compare(Estate estate, List<Seen> senders, EstateScore score) {
    Map<String, Actor> truth = byIp(estate);
    for (Seen sender : senders) {
      Map<Standing, Long> right = new EnumMap<>(Standing.class);
      List<String> stories = new ArrayList<>();
      for (SourceStanding source : sender.sources()) {
        Actor actor = truth.get(IpAddresses.toText(source.ip()));
        long messages = source.figures().messages();
        boolean isRight = actor.right().contains(source.standing());
        String what =
            "%s: %s, not %s".formatted(plain(actor.story()), source.standing(), actor.right());
        score.source(isRight, messages, what);
        if (STRANGERS.containsAll(actor.right()) && source.standing().isOpen()) {
          score
              .recommendedStrangers()
              .add("%d: %s is to be mended: %s".formatted(estate.seed(), what, source.reasons()));
        }
        if (!isRight) {
          score.example(what, estate.seed() + " " + source.ip() + " " + source.reasons());
        }
        Standing standing = isRight ? source.standing() : actor.right().iterator().next();
        if (sender.counts(source)) {
          right.merge(standing, messages, Long::sum);
        }
        stories.add(plain(actor.story()));
        if (actor.key() != null) {
          score.name(
              actor.key().equals(sender.key()),
              "%s: %s".formatted(plain(actor.story()), plain(sender.key())));
        }
      }
      Standing whole = worst(right, sender.sender().figures().messages());
      score.sender(
          sender.sender().standing() == whole,
          "%s: %s, not %s".formatted(new TreeSet<>(stories), sender.sender().standing(), whole));
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

  private void readiness(Estate estate, List<Seen> senders, EstateScore score) {
    DomainSummary summary = summary(estate);
    Map<String, Actor> truth = byIp(estate);
    long lost = 0;
    boolean clean = true;
    for (Seen sender : senders) {
      for (SourceStanding source : sender.sources()) {
        Actor actor = truth.get(IpAddresses.toText(source.ip()));
        clean &= SETTLED.containsAll(actor.right());
        boolean passes =
            actor.right().stream().anyMatch(PASSING::contains)
                || actor.right().contains(Standing.FORWARDER);
        if (actor.legitimate() && !passes && !source.lastSeen().isBefore(summary.from())) {
          lost += source.figures().messages();
        }
      }
    }
    boolean casualties = lost >= CASUALTIES * summary.messages();
    for (Readiness.Answer answer :
        List.of(summary.ready().quarantine(), summary.ready().reject())) {
      if (answer.ready() && casualties) {
        score
            .readyWithCasualties()
            .add("%d: %d of %d messages".formatted(estate.seed(), lost, summary.messages()));
      }
      if (!answer.ready() && clean) {
        score.notReadyThoughClean().add(estate.seed() + ": " + answer.blockers());
      }
    }
    if (clean) {
      score.clean();
    }
  }

  /** Publishes one remedy after the other, as a diligent administrator would. */
  private void remedies(Estate estate, List<Seen> first, int end, EstateScore score) {
    List<Seen> senders = first;
    Set<String> done = new HashSet<>();
    for (int hours = 1; ; hours++) {
      Optional<Seen> next =
          senders.stream()
              .filter(sender -> sender.remedy() != null && !sender.remedy().records().isEmpty())
              .filter(sender -> !done.contains(sender.key()))
              .findFirst();
      if (next.isEmpty()) {
        return;
      }
      Seen sender = next.get();
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
      List<Seen> after = senders(estate);
      after.stream()
          .map(Seen::sender)
          .filter(one -> one.sender().key().equals(sender.key()))
          .filter(one -> !PASSING.contains(one.standing()))
          .forEach(
              one ->
                  score
                      .remediesThatFailed()
                      .add("%s; then %s %s".formatted(what, one.standing(), one.reasons())));
      Map<String, SourceStanding> sources = sources(after);
      sources(senders)
          .forEach(
              (ip, source) -> {
                Standing now = sources.get(ip).standing();
                if (PASSING.contains(source.standing()) && !PASSING.contains(now)) {
                  score.remediesThatFailed().add("%s; it costs %s".formatted(what, ip));
                }
              });
      senders = after;
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

  private static Map<String, SourceStanding> sources(List<Seen> senders) {
    Map<String, SourceStanding> sources = new HashMap<>();
    senders.stream()
        .flatMap(sender -> sender.sources().stream())
        .forEach(source -> sources.put(IpAddresses.toText(source.ip()), source));
    return sources;
  }
}
