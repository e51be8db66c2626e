package dev.plumbline.review.json;

import dev.plumbline.store.traffic.Reporters.Exclusion;
import dev.plumbline.store.traffic.Reporters.Reporter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who reports, and what speaks for it.
 *
 * @param excluded null if it counts
 */
public record ReporterJson(
    String name,
    long reports,
    long messages,
    int domains,
    LocalDate firstDay,
    LocalDate lastDay,
    List<String> emails,
    List<String> submitters,
    long mails,
    long proven,
    long disproven,
    @Nullable Excluded excluded) {

  /** That it is left out of all figures. */
  public record Excluded(String reason, String by, Instant at) {}

  public static ReporterJson of(Reporter reporter) {
    Exclusion exclusion = reporter.exclusion();
    return new ReporterJson(
        reporter.name(),
        reporter.reports(),
        reporter.messages(),
        reporter.domains(),
        reporter.firstDay(),
        reporter.lastDay(),
        reporter.emails(),
        reporter.submitters(),
        reporter.mails(),
        reporter.proven(),
        reporter.disproven(),
        exclusion == null
            ? null
            : new Excluded(exclusion.reason(), exclusion.by(), exclusion.at()));
  }
}
