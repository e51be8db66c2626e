package dev.plumbline.web;

import dev.plumbline.review.SourceReview;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.SpfNow;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.checks.HistoryQueries;
import dev.plumbline.store.checks.HistoryQueries.RecordChange;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Changes of records as pages show them. */
@ApplicationScoped
public class RecordChanges {

  private static final int MOST_SHOWN = 10;

  private final HistoryQueries history;
  private final TrafficQueries traffic;

  RecordChanges(HistoryQueries history, TrafficQueries traffic) {
    this.history = history;
    this.traffic = traffic;
  }

  /** The changes that turned the verdict on any of some sources, the newest first. */
  List<DnsView.Change> behind(String domain, Collection<SourceReview> sources) {
    Set<Instant> turns = new HashSet<>();
    for (SourceReview source : sources) {
      if (source.fixed()
          || source.standing() == Standing.FIXED
          || source.standing() == Standing.REGRESSED) {
        turns(source, turns);
      }
    }
    if (turns.isEmpty()) {
      return List.of();
    }
    return traffic.domain(domain).stream()
        .flatMap(one -> history.changes(one.id()).stream())
        .filter(change -> turns.contains(change.at()))
        .limit(MOST_SHOWN)
        .map(RecordChanges::line)
        .toList();
  }

  private static void turns(SourceReview source, Set<Instant> turns) {
    for (SpfNow spf : source.facts().now().spf()) {
      if (spf.earlier() != null) {
        turns.add(spf.since());
      }
    }
    for (KeyNow key : source.facts().now().keys()) {
      if (key.earlier() != null) {
        turns.add(key.since());
      }
    }
  }

  static DnsView.Change line(RecordChange change) {
    String before = String.join("\n", change.before());
    String after = String.join("\n", change.after());
    RecordDiff.Pieces pieces =
        before.isEmpty() || after.isEmpty()
            ? new RecordDiff.Pieces(whole(before), whole(after))
            : RecordDiff.of(before, after);
    return new DnsView.Change(
        Format.time(change.at()),
        DnsPage.TITLES.getOrDefault(change.type(), change.type()),
        change.name(),
        pieces.before(),
        pieces.after());
  }

  private static List<RecordDiff.Piece> whole(String text) {
    return text.isEmpty() ? List.of() : List.of(new RecordDiff.Piece(text, true));
  }
}
