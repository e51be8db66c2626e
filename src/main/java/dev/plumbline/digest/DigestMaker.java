package dev.plumbline.digest;

import dev.plumbline.digest.Digest.Bar;
import dev.plumbline.digest.Digest.Part;
import dev.plumbline.digest.Digest.Step;
import dev.plumbline.dns.Counted;
import dev.plumbline.dns.InertText;
import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import dev.plumbline.store.digest.DigestFacts;
import dev.plumbline.store.digest.DigestFacts.Changes;
import dev.plumbline.store.digest.DigestFacts.Lost;
import dev.plumbline.store.digest.DigestFacts.Missing;
import dev.plumbline.store.digest.DigestFacts.RecordChange;
import dev.plumbline.store.digest.DigestFacts.Strangers;
import dev.plumbline.store.digest.Rhythm;
import dev.plumbline.store.judgement.AcrossDomains;
import dev.plumbline.store.judgement.AcrossDomains.SenderOf;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.JudgementQueries;
import dev.plumbline.store.judgement.NextStep;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.Traffic;
import dev.plumbline.store.traffic.TrafficQueries;
import dev.plumbline.store.traffic.TrafficQueries.TrafficDay;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what there is to say about some domains and a period. */
@Singleton
public class DigestMaker {

  private static final int MOST_STEPS = 3;

  /** So many domains are told of one by one: a larger mail is cut short by mail clients. */
  private static final int MOST_PARTS = 20;

  private static final int MOST_LINES = 15;
  private static final int MOST_BARS = 31;
  private static final int DAYS_BEFORE = 28;

  /** On so many days of these a reporter has to have told of a domain to be missed. */
  private static final int USUAL_DAYS = 10;

  private final JudgementQueries judgement;
  private final TrafficQueries traffic;
  private final DigestFacts facts;
  private final AcrossDomains across;
  private final DnsSwitch dns;

  public DigestMaker(Database database, DnsSwitch dns, Clock clock) {
    this.dns = dns;
    this.judgement = new JudgementQueries(database);
    this.traffic = new TrafficQueries(database, clock);
    this.facts = new DigestFacts(database);
    this.across = new AcrossDomains(database);
  }

  /** All that is looked up at once, by domain: changes by its name, the others by its number. */
  private record Found(
      Map<Long, Traffic> now,
      Map<Long, Traffic> before,
      Map<String, Changes> changes,
      Map<Long, Strangers> strangers,
      Map<Long, Lost> lost,
      Map<Long, List<RecordChange>> records,
      Map<Long, List<Missing>> missing) {

    Traffic now(long domain) {
      return now.getOrDefault(domain, Traffic.NONE);
    }

    /** Whether messages of a domain were reported in the period. */
    boolean reported(long domain) {
      return now(domain).messages() > 0;
    }
  }

  /**
   * Makes a digest.
   *
   * @param base where the pages are, without a slash at the end
   */
  public Digest make(Scope scope, Period period, String base) {
    return make(scope, period, ZoneOffset.UTC, base, MOST_PARTS);
  }

  /**
   * As {@link #make(Scope, Period, String)}, for readers whose days begin otherwise. What is
   * reported is of UTC days; what was found is told by the days of the zone. These are over when a
   * digest is due, which those of UTC are not where it is morning first: what was found in the
   * hours between would be told by no digest.
   */
  public Digest make(Scope scope, Period period, ZoneId zone, String base) {
    return make(scope, period, zone, base, MOST_PARTS);
  }

  /** As {@link #make(Scope, Period, String)}, telling of so many domains one by one. */
  Digest make(Scope scope, Period period, String base, int mostParts) {
    return make(scope, period, ZoneOffset.UTC, base, mostParts);
  }

  private Digest make(Scope scope, Period period, ZoneId zone, String base, int mostParts) {
    List<DomainSummary> summaries =
        judgement.mostPressing().stream().filter(one -> scope.covers(one.domain())).toList();
    Found found = find(summaries, period, zone);
    List<Part> parts = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    List<String> quiet = new ArrayList<>();
    int more = 0;
    for (DomainSummary summary : summaries) {
      List<String> lines = lines(summary, found);
      boolean needy = needsSomebody(summary);
      if (lines.isEmpty() && !(needy && found.reported(summary.domainId()))) {
        if (needy) {
          silent.add(DigestWords.unreported(summary, period));
        } else {
          quiet.add(summary.domain());
        }
      } else if (parts.size() < mostParts) {
        parts.add(part(summary, period, found, lines, base));
      } else {
        more++;
      }
    }
    quiet.sort(null);
    List<DomainSummary> needy = summaries.stream().filter(DigestMaker::needsSomebody).toList();
    List<String> unjudged = unjudged(scope, summaries);
    boolean none = summaries.isEmpty();
    return new Digest(
        period,
        none ? DigestWords.unjudged(unjudged) : subject(summaries, needy, parts, found),
        none && !unjudged.isEmpty()
            ? "%s, %s: not judged yet."
                .formatted(MailWords.count(unjudged.size(), "domain", "domains"), period.words())
            : headline(summaries, needy.size(), parts.size() + silent.size(), period),
        steps(scope, summaries, base),
        parts,
        more,
        silent,
        quiet,
        unjudged,
        base);
  }

  private List<String> unjudged(Scope scope, List<DomainSummary> summaries) {
    Set<String> judged = summaries.stream().map(DomainSummary::domain).collect(Collectors.toSet());
    return traffic.domains(scope).stream()
        .map(DomainInfo::name)
        .filter(name -> !judged.contains(name))
        .toList();
  }

  /**
   * What is next for the domains that need somebody; then other senders of their own that fail,
   * those with most messages at stake first; then the policies that are safe.
   */
  private List<Step> steps(Scope scope, List<DomainSummary> summaries, String base) {
    Set<List<String>> told = new HashSet<>();
    Set<String> broken = new HashSet<>();
    List<Step> steps = new ArrayList<>();
    List<Step> policies = new ArrayList<>();
    for (DomainSummary one : summaries) {
      List<Step> into = needsSomebody(one) ? steps : policies;
      DigestWords.step(one)
          .ifPresent(text -> into.add(new Step(plain(text), base + PageLinks.step(one))));
      told.add(List.of(one.domain(), one.nextStep().sender()));
      if (one.nextStep().kind() == NextStep.Kind.MEND_RECORDS) {
        broken.add(one.domain());
      }
    }
    if (steps.size() < MOST_STEPS) {
      for (SenderOf one : across.mostAtStake(scope, 2 * MOST_STEPS)) {
        // What is broken at the domain is what fails its senders.
        if (!broken.contains(one.domain()) && told.add(List.of(one.domain(), one.key()))) {
          steps.add(
              new Step(
                  plain(DigestWords.fix(one.name(), one.domain())),
                  base + PageLinks.sender(one.domain(), one.key())));
        }
      }
    }
    steps.addAll(policies);
    return steps.stream().limit(MOST_STEPS).toList();
  }

  private static boolean needsSomebody(DomainSummary summary) {
    return switch (summary.nextStep().kind()) {
      case MEND_RECORDS, PUBLISH_RECORDS, FIX_SENDER, FIND_REPORTS, DECIDE -> true;
      case PUBLISH_POLICY, WAIT, NOTHING -> false;
    };
  }

  private Found find(List<DomainSummary> summaries, Period period, ZoneId zone) {
    List<Long> ids = summaries.stream().map(DomainSummary::domainId).toList();
    Instant from = period.from().atStartOfDay(zone).toInstant();
    Instant until = period.to().plusDays(1).atStartOfDay(zone).toInstant();
    return new Found(
        traffic.traffic(ids, period.from(), period.to()),
        traffic.traffic(ids, period.previous().from(), period.previous().to()),
        facts.changes(ids, from, until),
        facts.strangers(ids, period.from(), period.to()),
        facts.lost(ids, period.from(), period.to()),
        facts.records(ids, from, until).stream()
            .collect(Collectors.groupingBy(RecordChange::domain)),
        facts
            .missing(
                ids, period.from().minusDays(DAYS_BEFORE), period.from(), period.to(), USUAL_DAYS)
            .stream()
            .collect(Collectors.groupingBy(Missing::domain)));
  }

  private String subject(
      List<DomainSummary> all, List<DomainSummary> needy, List<Part> parts, Found found) {
    String domains = MailWords.count(all.size(), "domain", "domains");
    if (needy.isEmpty()) {
      String what = DigestWords.nothingToDo(dns, all);
      return all.size() == 1
          ? all.get(0).domain() + ": " + what
          : domains + ", " + what + (parts.isEmpty() ? "" : ", something changed");
    }
    DomainSummary first = needy.get(0);
    Lost lost = found.lost().get(first.domainId());
    Traffic sum = found.now().get(first.domainId());
    String why =
        lost == null || sum == null
            ? DigestWords.trouble(first)
            : "%s lost %s of %s"
                .formatted(
                    lost.name(), MailWords.share(lost.refused(), sum.messages()), first.domain());
    return plain(
        all.size() == 1
            ? first.domain() + " needs you: " + why
            : "%s of %s need%s you: %s"
                .formatted(
                    Counted.number(needy.size()), domains, needy.size() == 1 ? "s" : "", why));
  }

  private String headline(List<DomainSummary> all, int needy, int told, Period period) {
    String domains = MailWords.count(all.size(), "domain", "domains");
    if (needy == 0) {
      return "%s, %s: %s%s."
          .formatted(
              domains,
              period.words(),
              DigestWords.nothingToDo(dns, all),
              told == 0 ? ", and nothing changed" : "");
    }
    return "%s, %s: %s %s."
        .formatted(
            domains, period.words(), Counted.number(needy), needy == 1 ? "needs you" : "need you");
  }

  private List<String> lines(DomainSummary summary, Found found) {
    long id = summary.domainId();
    List<String> lines = new ArrayList<>();
    if (summary.losing() > 0) {
      lines.add(
          MailWords.count(summary.losing(), "message", "messages")
              + " of your own mail "
              + (summary.losing() == 1 ? "was" : "were")
              + " quarantined or rejected of late.");
    }
    Changes changes = found.changes().getOrDefault(summary.domain(), Changes.NONE);
    lines.addAll(DigestWords.changes(changes.told(), summary.findings()));
    found.records().getOrDefault(id, List.of()).forEach(one -> lines.add(DigestWords.record(one)));
    String policy = summary.nextStep().policy();
    if (summary.nextStep().kind() == NextStep.Kind.PUBLISH_POLICY
        && !lines.contains(DigestWords.safe(policy))) {
      lines.add("Ready for p=" + policy + ".");
    }
    lines.addAll(DigestWords.missing(found.missing().getOrDefault(id, List.of())));
    Strangers strangers = found.strangers().get(id);
    if (strangers != null && strangers.stopped() > 0) {
      lines.add(
          strangers.messages() == 1
              ? "Receivers stopped the one message of a stranger."
              : "Of %s of strangers, receivers stopped %s."
                  .formatted(
                      MailWords.count(strangers.messages(), "message", "messages"),
                      MailWords.share(strangers.stopped(), strangers.messages())));
    }
    return some(lines, changes.more());
  }

  /** As many lines as somebody reads, and how much there is besides. */
  private static List<String> some(List<String> lines, long moreChanges) {
    List<String> told = new ArrayList<>();
    lines.stream().limit(MOST_LINES).map(DigestMaker::plain).forEach(told::add);
    long more = lines.size() - told.size() + moreChanges;
    if (more > 0) {
      told.add("And more: %s, on its page.".formatted(MailWords.count(more, "change", "changes")));
    }
    return told;
  }

  private Part part(
      DomainSummary summary, Period period, Found found, List<String> lines, String base) {
    return new Part(
        summary.domain(),
        base + PageLinks.domain(summary.domain()),
        found.reported(summary.domainId())
            ? figures(found.now(summary.domainId()), found.before().get(summary.domainId()), period)
            : DigestWords.unreported(summary, period, lines),
        bars(summary, period),
        lines);
  }

  /** A bar for each day, also for those nothing was reported of. */
  private List<Bar> bars(DomainSummary summary, Period period) {
    Map<LocalDate, Traffic> days =
        traffic.days(summary.domainId(), period.from(), period.to()).stream()
            .collect(Collectors.toMap(TrafficDay::day, TrafficDay::traffic));
    return period
        .from()
        .datesUntil(period.to().plusDays(1))
        .limit(MOST_BARS)
        .map(
            day -> {
              Traffic sum = days.get(day);
              return sum == null
                  ? new Bar(day, 0, 0)
                  : new Bar(day, sum.pass(), sum.messages() - sum.pass());
            })
        .toList();
  }

  private static String figures(Traffic now, @Nullable Traffic before, Period period) {
    return "%s DMARC%s."
        .formatted(
            now.messages() == 1
                ? "The one message " + (now.pass() == 1 ? "passes" : "fails")
                : part(now) + " pass",
            before == null || before.messages() == 0
                ? ""
                : "; %s %s"
                    .formatted(
                        period.previousWords(),
                        before.messages() == 1
                            ? "the one message " + (before.pass() == 1 ? "passed" : "failed")
                            : part(before)));
  }

  private static String part(Traffic sum) {
    return MailWords.share(sum.pass(), sum.messages())
        + " of "
        + MailWords.count(sum.messages(), "message", "messages");
  }

  /** Names come from others: on one line, and nothing in them turns what stands around them. */
  private static String plain(String text) {
    return InertText.visible(text.replaceAll("\\s+", " ")).strip();
  }

  /** The newest period that is over. */
  public static Period last(LocalDate today) {
    return Period.before(Rhythm.WEEKLY, today);
  }
}
