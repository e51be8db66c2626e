package dev.plumbline.standing;

import dev.plumbline.standing.SourceFacts.Day;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the reports of one source say day by day: when its mail began to pass, or ceased to. */
final class Trend {

  /** Receivers may go by what was published before for another day. */
  private static final int CACHED_DAYS = 1;

  private final List<Day> days;
  private final NavigableMap<LocalDate, Sum> byDay = new TreeMap<>();

  Trend(List<Day> days) {
    this.days = days;
    for (Day day : days) {
      byDay.merge(day.day(), new Sum(day.passMessages(), day.messages()), Sum::plus);
    }
  }

  private record Sum(long passed, long all) {

    Sum plus(Sum other) {
      return new Sum(passed + other.passed, all + other.all);
    }

    boolean isPassing() {
      return Shares.isMost(passed, all);
    }
  }

  /** Passing mail from after a change, of two reporters or covering a fortnight. */
  Optional<Reason> provenSince(LocalDate change) {
    return proof(
        days.stream().filter(day -> day.passMessages() > 0 && day.day().isAfter(change)).toList(),
        null);
  }

  /**
   * Whether most of the mail from after a change fails, as two reporters see or on three days: then
   * it changed too little, and what fails is not to be taken for what failed before.
   */
  boolean failsSince(LocalDate change) {
    NavigableMap<LocalDate, Sum> after = byDay.tailMap(change.plusDays(CACHED_DAYS), false);
    Sum all = after.values().stream().reduce(new Sum(0, 0), Sum::plus);
    boolean seen =
        after.size() >= Shares.TURN_DAYS
            || reporters(days.stream().filter(day -> after.containsKey(day.day())).toList())
                >= Shares.REPORTERS;
    return seen && !all.isPassing();
  }

  /**
   * The proof where the change came before anybody looked: then the reports themselves show it. A
   * reporter that never passes any of it, where others do, sees something else than they.
   */
  Optional<Reason> turned() {
    LocalDate from = null;
    boolean failedBefore = false;
    for (Map.Entry<LocalDate, Sum> day : byDay.descendingMap().entrySet()) {
      if (!day.getValue().isPassing()) {
        failedBefore = true;
        break;
      }
      from = day.getKey();
    }
    if (from == null || !failedBefore) {
      return Optional.empty();
    }
    LocalDate first = from;
    List<Day> since = days.stream().filter(day -> !day.day().isBefore(first)).toList();
    List<Day> passing = since.stream().filter(day -> day.passMessages() > 0).toList();
    Set<Long> agreed = passing.stream().map(Day::reporterId).collect(Collectors.toSet());
    long all =
        since.stream()
            .filter(day -> agreed.contains(day.reporterId()))
            .mapToLong(Day::messages)
            .sum();
    return Shares.hasTurned(passed(passing), all) ? proof(passing, first) : Optional.empty();
  }

  private static Optional<Reason> proof(List<Day> passing, @Nullable LocalDate from) {
    if (passing.isEmpty()) {
      return Optional.empty();
    }
    LocalDate first = passing.stream().map(Day::day).min(Comparator.naturalOrder()).orElseThrow();
    LocalDate last = passing.stream().map(Day::day).max(Comparator.naturalOrder()).orElseThrow();
    long reporters = reporters(passing);
    long covered = ChronoUnit.DAYS.between(first, last) + 1;
    return reporters >= Shares.REPORTERS || covered >= Shares.PROOF_DAYS
        ? Optional.of(new Reason.Proven(from, passed(passing), reporters, covered))
        : Optional.empty();
  }

  /** The last day on which its mail passed, if from then on most of it failed. */
  Optional<LocalDate> passedUntil() {
    Sum since = new Sum(0, 0);
    for (Map.Entry<LocalDate, Sum> day : byDay.descendingMap().entrySet()) {
      if (day.getValue().isPassing()) {
        return since.all() > 0 && Shares.hasTurned(since.all() - since.passed(), since.all())
            ? Optional.of(day.getKey())
            : Optional.empty();
      }
      since = since.plus(day.getValue());
    }
    return Optional.empty();
  }

  /**
   * Whether the reports differ from a reading by which its mail fails: two reporters say that most
   * of it passes, and still does.
   *
   * @param since the day since when what is published has not changed
   */
  Optional<Reason> differs(LocalDate since, Reason reading) {
    LocalDate settled = since.plusDays(CACHED_DAYS);
    NavigableMap<LocalDate, Sum> after = byDay.tailMap(settled, false);
    Sum all = after.values().stream().reduce(new Sum(0, 0), Sum::plus);
    List<Day> passing =
        days.stream().filter(day -> day.passMessages() > 0 && day.day().isAfter(settled)).toList();
    long reporters = reporters(passing);
    if (reporters < Shares.REPORTERS
        || !all.isPassing()
        || !after.lastEntry().getValue().isPassing()) {
      return Optional.empty();
    }
    LocalDate from = passing.stream().map(Day::day).min(Comparator.naturalOrder()).orElseThrow();
    return Optional.of(new Reason.ReportsDiffer(from, passed(passing), reporters, reading));
  }

  private static long reporters(List<Day> days) {
    return days.stream().mapToLong(Day::reporterId).distinct().count();
  }

  private static long passed(List<Day> days) {
    return days.stream().mapToLong(Day::passMessages).sum();
  }
}
