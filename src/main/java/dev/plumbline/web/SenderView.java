package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page of one sender of a domain, with the sources it sends from. */
public record SenderView(
    String domain,
    String domainHref,
    String sendersHref,
    String name,
    StandingBadge badge,
    PeriodPicker period,
    List<String> reasons,
    List<Figure> figures,
    String sourcesSummary,
    List<SourceLine> sources,
    Pager pager) {

  public SenderView {
    reasons = List.copyOf(reasons);
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
