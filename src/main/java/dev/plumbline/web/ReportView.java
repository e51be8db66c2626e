package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of one report.
 *
 * @param warnings what a reader of its numbers has to know
 * @param ip the address the rows are limited to, as typed; empty for all
 * @param chosen by what the rows were chosen beside the form, null if by nothing
 * @param kept what the form keeps of that
 * @param filterError why that is no address, null if it is one
 */
public record ReportView(
    String domain,
    String domainHref,
    String reportsHref,
    String action,
    String reporter,
    String summary,
    String xmlHref,
    String rawHref,
    List<String> warnings,
    List<Conflict> conflicts,
    List<Figure> figures,
    String rowsSummary,
    List<Standings.Choice> shows,
    List<Standings.Choice> standings,
    String ip,
    @Nullable String chosen,
    List<HiddenField> kept,
    @Nullable String filterError,
    List<RowLine> rows,
    Pager pager,
    List<Fact> facts,
    List<Fact> policy,
    String repairsSummary,
    List<RepairLine> repairs) {

  public ReportView {
    warnings = List.copyOf(warnings);
    shows = List.copyOf(shows);
    standings = List.copyOf(standings);
    kept = List.copyOf(kept);
    conflicts = List.copyOf(conflicts);
    figures = List.copyOf(figures);
    rows = List.copyOf(rows);
    facts = List.copyOf(facts);
    policy = List.copyOf(policy);
    repairs = List.copyOf(repairs);
  }

  /** Another report with the key of this one; {@code href} is null if its intake is unknown. */
  public record Conflict(String text, @Nullable String href) {}

  /** A tolerance the parser applied. */
  public record RepairLine(String code, String detail) {}
}
