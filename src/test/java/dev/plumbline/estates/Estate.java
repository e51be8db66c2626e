package dev.plumbline.estates;

import dev.plumbline.standing.Decision.Verdict;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

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

  LocalDate last() {
    return first.plusDays(days - 1L);
  }
}
