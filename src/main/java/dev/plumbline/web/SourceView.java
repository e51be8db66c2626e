package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page of one source: what was reported about it, and what today's DNS says. */
public record SourceView(
    String domain,
    String domainHref,
    String ip,
    @Nullable String reverse,
    String senderName,
    String senderHref,
    StandingBadge badge,
    PeriodPicker period,
    List<Tab> tabs,
    List<Figure> figures,
    List<String> reasons,
    List<DnsView.Change> changes,
    List<Fact> then,
    String thenDays,
    List<Fact> now,
    String notCompared,
    List<Check> checks,
    List<Identity> envelopes,
    List<Key> keys,
    List<Reporter> reporters,
    String reportersSummary,
    DayChart chart,
    List<RowLine> rows,
    String rowsSummary,
    List<Fact> failures) {

  public SourceView {
    tabs = List.copyOf(tabs);
    figures = List.copyOf(figures);
    reasons = List.copyOf(reasons);
    changes = List.copyOf(changes);
    then = List.copyOf(then);
    now = List.copyOf(now);
    checks = List.copyOf(checks);
    envelopes = List.copyOf(envelopes);
    keys = List.copyOf(keys);
    reporters = List.copyOf(reporters);
    rows = List.copyOf(rows);
    failures = List.copyOf(failures);
  }

  /** SPF of today for one envelope domain. */
  public record Check(
      String identity,
      String result,
      String css,
      String aligned,
      List<Fact> facts,
      @Nullable TraceNode trace) {

    public Check {
      facts = List.copyOf(facts);
    }
  }

  /**
   * One step of an SPF evaluation.
   *
   * @param term the record or term as published
   * @param note what came of it
   * @param matched whether it decided the result
   * @param open whether what is below it is shown from the start
   */
  public record TraceNode(
      String term, String note, boolean matched, boolean open, List<TraceNode> children) {

    public TraceNode {
      children = List.copyOf(children);
    }
  }

  /** A domain the source used in its envelope. */
  public record Identity(String domain, String results, String messages, String aligned) {}

  /** A DKIM domain and selector the source signed with. */
  public record Key(
      String domain,
      String selector,
      String results,
      String messages,
      String aligned,
      String state,
      String stateCss,
      @Nullable String detail) {}

  /** What one reporter said about the source. */
  public record Reporter(
      String name, String href, String messages, String dkim, String spf, String passShare) {}
}
