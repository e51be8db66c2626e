package dev.plumbline.standing;

import dev.plumbline.standing.SourceFacts.Day;
import dev.plumbline.standing.SourceFacts.Flow;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.Turn.Way;
import dev.plumbline.standing.Turn.Ways;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Days on which a source's mail failed and that are over: its records were gone or broken then, or
 * it was sent in another way for a while. Only of a source whose mail passes with today's DNS.
 */
final class Outages {

  private final SourceFacts source;
  private final Turn turn;

  /** What is sent as on the other days, and what does not tell how it is sent. */
  private final NavigableMap<LocalDate, Ways> usual = new TreeMap<>();

  private Outages(SourceFacts source) {
    this.source = source;
    this.turn = new Turn(source);
    for (Flow flow : source.flows()) {
      if (!isOther(flow)) {
        flow.days().forEach(day -> add(usual, day));
      }
    }
  }

  private boolean isOther(Flow flow) {
    return turn.way(flow) == Way.OTHER && flow.namesEnvelope();
  }

  private static void add(NavigableMap<LocalDate, Ways> days, Day day) {
    days.computeIfAbsent(day.day(), unused -> new Ways()).add(Way.GOOD, day);
  }

  /** What is over; empty if most of what failed did so otherwise. */
  static Optional<Reason> of(SourceFacts source) {
    return new Outages(source).over();
  }

  private Optional<Reason> over() {
    NavigableMap<LocalDate, Ways> bad = new TreeMap<>(usual);
    bad.values().removeIf(day -> Shares.isMost(day.passed, day.all));
    if (!bad.isEmpty() && bad.lastKey().equals(usual.lastKey()) && !isRightAgain(bad.lastKey())) {
      return Optional.empty();
    }
    Optional<Days> astray = astray();
    boolean strayed =
        astray.filter(days -> bad.keySet().stream().allMatch(days::contains)).isPresent();
    for (Flow flow : source.flows()) {
      if (isOther(flow) && !flow.passed()) {
        flow.days().stream()
            .filter(day -> astray.filter(days -> days.contains(day.day())).isPresent())
            .forEach(day -> add(bad, day));
      }
    }
    if (bad.isEmpty()) {
      return Optional.empty();
    }
    Ways sum = Ways.of(bad);
    long failed = sum.all - sum.passed;
    return Shares.hasTurned(failed, source.messages() - source.passMessages())
        ? Optional.of(
            strayed
                ? new Reason.SentAstray(bad.firstKey(), bad.lastKey(), failed)
                : new Reason.Outage(bad.firstKey(), bad.lastKey(), bad.size(), failed))
        : Optional.empty();
  }

  // --- records that came back after the last report ---

  /**
   * Whether nearly all that failed on the last days did so for want of a record that is there now,
   * and was not found before these days were over: then no report can show it yet.
   */
  private boolean isRightAgain(LocalDate last) {
    LocalDate first = last;
    for (LocalDate day : usual.descendingKeySet()) {
      Ways ways = usual.get(day);
      if (ways == null || Shares.isMost(ways.passed, ways.all)) {
        break;
      }
      first = day;
    }
    long failed = 0;
    long wanting = 0;
    for (Flow flow : source.flows()) {
      if (!flow.passed() && turn.way(flow) == Way.GOOD) {
        long messages = messages(flow, first);
        failed += messages;
        wanting += isWanting(flow, last) ? messages : 0;
      }
    }
    return failed > 0 && Shares.hasTurned(wanting, failed);
  }

  private static long messages(Flow flow, LocalDate from) {
    return flow.days().stream()
        .filter(day -> !day.day().isBefore(from))
        .mapToLong(Day::messages)
        .sum();
  }

  /** Whether a record that is there now was not there for it. */
  private boolean isWanting(Flow flow, LocalDate last) {
    return flow.spf().stream().anyMatch(spf -> cameBack(spf, last))
        || flow.dkim().stream().anyMatch(dkim -> cameBack(dkim, last));
  }

  private boolean cameBack(ReportedSpf spf, LocalDate last) {
    return spf.aligned()
        && spf.isNamed()
        && !spf.passed()
        && source
            .now()
            .spf(spf.identity())
            .filter(now -> now.passes() && !isBefore(now.since(), last))
            // Receivers may make more of an error than we do, unless we saw it mended.
            .filter(now -> now.earlier() != null || !spf.result().endsWith("error"))
            .isPresent();
  }

  private boolean cameBack(ReportedDkim dkim, LocalDate last) {
    return dkim.aligned()
        && dkim.result().equals("permerror")
        && source
            .now()
            .key(dkim)
            .filter(key -> key.state().verifies() && !isBefore(key.since(), last))
            .isPresent();
  }

  private static boolean isBefore(Instant since, LocalDate day) {
    return Words.utcDay(since).isBefore(day);
  }

  // --- mail that was sent in another way for a while ---

  /**
   * The days of the one stretch on which mail was sent in another way, which failed, instead of the
   * way of before and since. What alternates is none, nor is what is sent beside the usual mail, as
   * a newsletter is. On the days next to it mail goes both ways.
   */
  private Optional<Days> astray() {
    NavigableMap<LocalDate, Ways> sent = turn.days();
    LocalDate first = null;
    LocalDate last = null;
    boolean ended = false;
    for (Map.Entry<LocalDate, Ways> day : sent.entrySet()) {
      if (!isAstray(day.getValue())) {
        ended = first != null;
      } else if (ended) {
        return Optional.empty();
      } else {
        first = first == null ? day.getKey() : first;
        last = day.getKey();
      }
    }
    return first != null && last != null && isOver(first, last)
        ? Optional.of(new Days(first.minusDays(1), last.plusDays(1)))
        : Optional.empty();
  }

  private static boolean isAstray(Ways day) {
    return Shares.hasTurned(day.all - day.good, day.all)
        && Shares.hasTurned(day.all - day.passed, day.all);
  }

  private boolean isOver(LocalDate first, LocalDate last) {
    NavigableMap<LocalDate, Ways> sent = turn.days();
    NavigableMap<LocalDate, Ways> astray = sent.subMap(first, true, last, true);
    NavigableMap<LocalDate, Ways> since = sent.tailMap(last.plusDays(1), false);
    NavigableMap<LocalDate, Ways> before = sent.headMap(first.minusDays(1), false);
    Ways now = Ways.of(since);
    Ways then = Ways.of(astray);
    boolean seen =
        since.size() >= Shares.TURN_DAYS
            || (now.all > 0 && now.reporters.size() >= Shares.REPORTERS);
    return seen
        && Shares.hasTurned(now.good, now.all)
        && Shares.hasTurned(now.passed, now.all)
        && (before.isEmpty() || Ways.of(before).isGood())
        && isInstead(then, astray.size(), now, since.size())
        && (astray.size() >= Shares.TURN_DAYS || isAmid(first, last));
  }

  /** Whether the usual mail was missing meanwhile, and about as much was sent otherwise. */
  private static boolean isInstead(Ways then, int thenDays, Ways now, int nowDays) {
    return !Shares.isFlow(then.good * nowDays, now.good * thenDays)
        && Shares.isFlow(then.all * nowDays, now.all * thenDays)
        && Shares.isFlow(now.all * thenDays, then.all * nowDays);
  }

  /** Whether mail is sent day by day around it, so that it is no mailing of its own. */
  private boolean isAmid(LocalDate first, LocalDate last) {
    LocalDate before = turn.days().lowerKey(first);
    LocalDate after = turn.days().higherKey(last);
    return before != null
        && after != null
        && ChronoUnit.DAYS.between(before, first) <= Rhythm.MOST_QUIET
        && ChronoUnit.DAYS.between(last, after) <= Rhythm.MOST_QUIET;
  }
}
