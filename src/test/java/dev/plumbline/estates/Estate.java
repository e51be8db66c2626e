package dev.plumbline.estates;

import dev.plumbline.standing.Decision.Verdict;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A domain, everyone who sends in its name, and the truth about them.
 *
 * @param days how long it was watched
 * @param decisions what its owner decided, by the sender's key
 * @param policy what its DMARC record asks for
 * @param strict whether signatures must match exactly
 */
record Estate(
    long seed,
    String domain,
    LocalDate first,
    int days,
    String policy,
    boolean strict,
    List<Actor> actors,
    List<Receiver> receivers,
    Zones zones,
    Map<String, Verdict> decisions) {

  Estate {
    actors = List.copyOf(actors);
    receivers = List.copyOf(receivers);
    decisions = Map.copyOf(decisions);
  }

  /** The days of which there are reports; a few may lie long before the first. */
  SortedSet<Integer> daysOfMail() {
    SortedSet<Integer> all = new TreeSet<>();
    actors.stream()
        .flatMap(actor -> actor.mails().stream())
        .filter(mail -> mail.from() < 0)
        .forEach(mail -> IntStream.range(mail.from(), mail.to()).forEach(all::add));
    IntStream.range(0, days).forEach(all::add);
    return all;
  }

  LocalDate last() {
    return first.plusDays(days - 1L);
  }
}
