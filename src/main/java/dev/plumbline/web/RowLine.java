package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a report in a table.
 *
 * @param source the address it sent from, or what is said where there is none
 * @param sourceHref the page about that address, null if there is none
 * @param reportHref the report, null in the table of the report itself
 * @param verdict whether it passed DMARC, and by what
 */
public record RowLine(
    String source,
    @Nullable String sourceHref,
    String day,
    String reportText,
    @Nullable String reportHref,
    String messages,
    String verdict,
    String verdictCss,
    String headerFrom,
    List<Auth> spf,
    List<Auth> dkim,
    String disposition,
    List<String> overrides) {

  public RowLine {
    spf = List.copyOf(spf);
    dkim = List.copyOf(dkim);
    overrides = List.copyOf(overrides);
  }

  /** An authentication result; {@code identity} is the domain it was about. */
  public record Auth(String result, String css, String identity, @Nullable String note) {}
}
