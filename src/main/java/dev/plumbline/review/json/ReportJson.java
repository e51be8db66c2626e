package dev.plumbline.review.json;

import dev.plumbline.store.export.Cursor;
import dev.plumbline.store.export.FedReport;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A stored report without its rows, or the word that one was taken away: then all after {@code day}
 * is null.
 *
 * @param event {@code stored} or {@code removed}
 * @param cursor where to go on after this line
 * @param report names it within its domain; stays the same when it is read again
 * @param day the UTC day of its begin
 * @param partial whether its document ended early
 * @param excluded whether its reporter is left out of all figures
 */
public record ReportJson(
    String event,
    String cursor,
    String domain,
    long report,
    @Nullable LocalDate day,
    @Nullable String reporter,
    @Nullable String reportId,
    @Nullable Instant begin,
    @Nullable Instant end,
    @Nullable String format,
    @Nullable Long rows,
    @Nullable Long messages,
    @Nullable Long passMessages,
    @Nullable Boolean partial,
    @Nullable Boolean excluded,
    @Nullable Instant receivedAt) {

  public static ReportJson of(FedReport report) {
    FedReport.Stored stored = report.stored();
    String cursor = Cursor.after(report.position()).toString();
    return stored == null
        ? new ReportJson(
            "removed",
            cursor,
            report.domain(),
            report.number(),
            report.day(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null)
        : new ReportJson(
            "stored",
            cursor,
            report.domain(),
            report.number(),
            report.day(),
            stored.reporter(),
            stored.reportId(),
            stored.begin(),
            stored.end(),
            stored.format(),
            stored.rows(),
            stored.messages(),
            stored.passMessages(),
            stored.partial(),
            stored.excluded(),
            stored.receivedAt());
  }
}
