package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One incident, with some of its reports.
 *
 * @param unmaskHref where who may see names and addresses asks for them; null if they may not
 * @param masked whether they are words in their place
 */
public record IncidentView(
    String domain,
    String domainHref,
    String failuresHref,
    String title,
    String lead,
    List<Fact> facts,
    String todo,
    List<Example> examples,
    String examplesSummary,
    @Nullable String unmaskHref,
    boolean masked) {

  public IncidentView {
    facts = List.copyOf(facts);
    examples = List.copyOf(examples);
  }

  /** One report. */
  public record Example(
      String when, String rowsHref, String from, String to, String subject, String note) {}
}
