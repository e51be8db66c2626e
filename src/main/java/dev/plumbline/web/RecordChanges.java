package dev.plumbline.web;

import dev.plumbline.dns.RecordKind;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.checks.HistoryQueries;
import dev.plumbline.store.checks.HistoryQueries.RecordChange;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.judgement.SourceStanding;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Changes of records as pages show them. */
@ApplicationScoped
public class RecordChanges {

  private static final int MOST_SHOWN = 10;

  private final HistoryQueries history;

  RecordChanges(HistoryQueries history) {
    this.history = history;
  }

  /** The changes that turned the verdict on any source of a sender, the newest first. */
  List<DnsView.Change> behind(long domainId, SenderStanding sender) {
    return turned(sender.standing(), sender.mended() > 0)
        ? behind(domainId, history.turns(domainId, sender.sender().key()))
        : List.of();
  }

  /** The changes that turned the verdict on a source, the newest first. */
  List<DnsView.Change> behind(long domainId, SourceStanding source) {
    return turned(source.standing(), source.fixed())
        ? behind(domainId, history.turns(domainId, source.ip()))
        : List.of();
  }

  private static boolean turned(Standing standing, boolean fixed) {
    return fixed || standing == Standing.FIXED || standing == Standing.REGRESSED;
  }

  private List<DnsView.Change> behind(long domainId, Set<Instant> turns) {
    return turns.isEmpty()
        ? List.of()
        : history.changes(domainId).stream()
            .filter(change -> turns.contains(change.at()))
            .limit(MOST_SHOWN)
            .map(RecordChanges::line)
            .toList();
  }

  static DnsView.Change line(RecordChange change) {
    return line(change.at(), change.name(), change.kind(), change.before(), change.after());
  }

  static DnsView.Change line(
      Instant at, String name, RecordKind kind, List<String> was, List<String> is) {
    String before = String.join("\n", was);
    String after = String.join("\n", is);
    RecordDiff.Pieces pieces =
        before.isEmpty() || after.isEmpty()
            ? new RecordDiff.Pieces(whole(before), whole(after))
            : RecordDiff.of(before, after);
    return new DnsView.Change(
        Format.time(at), RecordTitles.of(kind), name, pieces.before(), pieces.after());
  }

  private static List<RecordDiff.Piece> whole(String text) {
    return text.isEmpty() ? List.of() : List.of(new RecordDiff.Piece(text, true));
  }
}
