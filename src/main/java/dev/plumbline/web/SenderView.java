package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of one sender of a domain, with the sources it sends from.
 *
 * @param reasons for its standing
 * @param evidence for its name
 */
public record SenderView(
    String domain,
    String domainHref,
    String sendersHref,
    String name,
    StandingBadge badge,
    PeriodPicker period,
    List<String> reasons,
    List<String> evidence,
    List<Figure> figures,
    String sourcesSummary,
    List<SourceLine> sources,
    Pager pager) {

  public SenderView {
    reasons = List.copyOf(reasons);
    evidence = List.copyOf(evidence);
    figures = List.copyOf(figures);
    sources = List.copyOf(sources);
  }

  /** One address of the sender; {@code reverse} is null if it has no name. */
  public record SourceLine(
      String ip,
      String href,
      @Nullable String reverse,
      StandingBadge badge,
      String reason,
      String messages,
      String passShare) {}
}
