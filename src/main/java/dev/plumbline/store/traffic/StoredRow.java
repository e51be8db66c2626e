package dev.plumbline.store.traffic;

import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.intake.ReportRef;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One row of a stored report.
 *
 * @param number its place in the report, from 1
 * @param day the UTC day of the report's begin
 * @param reporter who reported it
 * @param behind who is behind its source; null if nobody asked, or it is not judged
 */
public record StoredRow(
    ReportRef report,
    int number,
    LocalDate day,
    String reporter,
    ReportRow row,
    @Nullable Behind behind) {

  /** A sender that a source belongs to, and how the source stands now. */
  public record Behind(String senderKey, String sender, Standing standing) {}
}
