package dev.plumbline.standing;

import dev.plumbline.standing.SourceFacts.Day;
import dev.plumbline.standing.SourceFacts.Flow;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * When a source began, or ceased, to send its mail in a way that today's DNS would pass: with an
 * envelope domain whose record lists it, or with a selector of which the key is there and verified.
 * A way that alternates with another, as that of a newsletter does with everyday mail, is no turn.
 */
final class Turn {

  private final SourceFacts source;

  /** Selectors of aligned signatures that verified. */
  private final Set<String> verified = new HashSet<>();

  private final NavigableMap<LocalDate, Ways> days = new TreeMap<>();

  Turn(SourceFacts source) {
    this.source = source;
    source.dkim().stream()
        .filter(dkim -> dkim.aligned() && dkim.passed())
        .forEach(dkim -> verified.add(name(dkim)));
    for (Flow flow : source.flows()) {
      Way way = way(flow);
      if (way != Way.NOT_TOLD) {
        for (Day day : flow.days()) {
          days.computeIfAbsent(day.day(), unused -> new Ways()).add(way, day);
        }
      }
    }
  }

  enum Way {
    GOOD,
    OTHER,
    /** The report does not say which key, or envelope domain, the mail passed by. */
    NOT_TOLD
  }

  /** Messages of a day, or of some. */
  static final class Ways {
    long good;
    long all;
    long passed;
    final Set<Long> reporters = new HashSet<>();

    void add(Way way, Day day) {
      good += way == Way.GOOD ? day.messages() : 0;
      all += day.messages();
      passed += day.passMessages();
      reporters.add(day.reporterId());
    }

    private void add(Ways other) {
      good += other.good;
      all += other.all;
      passed += other.passed;
      reporters.addAll(other.reporters);
    }

    boolean isGood() {
      return Shares.isMost(good, all);
    }

    static Ways of(Map<LocalDate, Ways> some) {
      Ways sum = new Ways();
      some.values().forEach(sum::add);
      return sum;
    }
  }

  /** The first day from which on mail is sent in such a way, where before it was not. */
  static Optional<LocalDate> began(SourceFacts source) {
    return new Turn(source).turn(true);
  }

  /**
   * An end.
   *
   * @param day the first day from which on mail is not sent in such a way any more, and fails;
   *     before, most of it was, and on most days
   * @param since what is sent from that day on in other ways
   */
  record End(LocalDate day, SourceFacts since) {}

  /** When it ceased, if it did. */
  static Optional<End> ceased(SourceFacts source) {
    Turn turn = new Turn(source);
    return turn.turn(false)
        .map(
            day ->
                new End(
                    day,
                    source
                        .only(
                            source.flows().stream()
                                .filter(flow -> turn.way(flow) != Way.GOOD)
                                .toList())
                        .since(day)));
  }

  /**
   * Whether all that passed would pass today, but for a tenth, and mail did not leave that way:
   * then nothing was lost, though most of the mail is sent in ways that do not pass.
   */
  static boolean losesNothing(SourceFacts source) {
    Turn turn = new Turn(source);
    long kept =
        source.flows().stream()
            .filter(flow -> flow.passed() && turn.way(flow) == Way.GOOD)
            .mapToLong(Flow::messages)
            .sum();
    return kept > 0 && Shares.hasTurned(kept, source.passMessages()) && turn.turn(false).isEmpty();
  }

  /** What was sent in which way, by days; without what is not told of either. */
  NavigableMap<LocalDate, Ways> days() {
    return days;
  }

  /** The day from which on mail is sent in such a way, or is not, as it was not, or was, before. */
  Optional<LocalDate> turn(boolean good) {
    LocalDate first = null;
    for (Map.Entry<LocalDate, Ways> day : days.descendingMap().entrySet()) {
      if (day.getValue().isGood() != good) {
        break;
      }
      first = day.getKey();
    }
    if (first == null) {
      return Optional.empty();
    }
    NavigableMap<LocalDate, Ways> since = days.tailMap(first, true);
    NavigableMap<LocalDate, Ways> before = days.headMap(first, false);
    boolean seen =
        since.size() >= Shares.TURN_DAYS || Ways.of(since).reporters.size() >= Shares.REPORTERS;
    return seen
            && isFlow(since, before)
            && (good ? isBeginning(since, before) : isEnd(since, before))
        ? Optional.of(first)
        : Optional.empty();
  }

  /** A few stray messages after the last mailing are no other way of sending. */
  private static boolean isFlow(
      NavigableMap<LocalDate, Ways> since, NavigableMap<LocalDate, Ways> before) {
    return !before.isEmpty()
        && Shares.isFlow(Ways.of(since).all * before.size(), Ways.of(before).all * since.size());
  }

  private static boolean isBeginning(
      NavigableMap<LocalDate, Ways> since, NavigableMap<LocalDate, Ways> before) {
    Ways now = Ways.of(since);
    // On the day of a change mail goes both ways, and reporters begin their days at other hours.
    Ways earlier = Ways.of(before.headMap(since.firstKey().minusDays(1), false));
    return earlier.all > 0
        && Shares.hasTurned(now.good, now.all)
        && Shares.hasTurned(earlier.all - earlier.good, earlier.all);
  }

  private static boolean isEnd(
      NavigableMap<LocalDate, Ways> since, NavigableMap<LocalDate, Ways> before) {
    Ways now = Ways.of(since);
    Ways earlier = Ways.of(before);
    long goodDays = before.values().stream().filter(Ways::isGood).count();
    return earlier.all > 0
        && earlier.isGood()
        && Shares.isMost(goodDays, before.size())
        && Shares.hasTurned(now.all - now.good, now.all)
        && Shares.hasTurned(now.all - now.passed, now.all);
  }

  Way way(Flow flow) {
    if (flow.spf().stream().anyMatch(this::isListed)) {
      return Way.GOOD;
    }
    boolean told = !flow.spfPass() || flow.namesEnvelope();
    for (ReportedDkim dkim : flow.dkim()) {
      if (!dkim.aligned()) {
        continue;
      }
      if (dkim.selector().isEmpty()) {
        if (dkim.passed() && hasKey(dkim)) {
          return Way.GOOD;
        }
        told = false;
      } else if (verified.contains(name(dkim))
          && source.now().key(dkim).filter(key -> key.state().verifies()).isPresent()) {
        return Way.GOOD;
      }
    }
    return told ? Way.OTHER : Way.NOT_TOLD;
  }

  private boolean isListed(ReportedSpf spf) {
    return spf.aligned() && source.now().spf(spf.identity()).filter(SpfNow::passes).isPresent();
  }

  /** Whether one of the keys it may be signed with is there. */
  private boolean hasKey(ReportedDkim signature) {
    List<KeyNow> keys =
        source.now().keys().stream()
            .filter(key -> key.domain().equals(signature.domain()))
            .toList();
    return keys.isEmpty() || keys.stream().anyMatch(key -> key.state().verifies());
  }

  private static String name(ReportedDkim dkim) {
    return dkim.selector() + "._domainkey." + dkim.domain();
  }
}
