package dev.plumbline.review.json;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.plumbline.store.export.Cursor;
import dev.plumbline.store.export.FedReport;
import dev.plumbline.store.export.FedRow;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A row of a stored report; what receivers say is named as {@code plumbline parse} names it. Or the
 * word that a report was taken away: what came of it before does not count any more, and all that
 * is about rows is null.
 *
 * @param event {@code row} or {@code removed}
 * @param cursor where to go on after this line
 * @param report names the report within its domain; stays the same when it is read again
 * @param number the row's place in its report, from 1
 * @param day the UTC day of the report's begin
 * @param begin of the time that the report is about
 * @param dkim {@code pass} or {@code fail}: aligned, as DMARC takes it
 * @param spf the same
 */
public record RowJson(
    String event,
    String cursor,
    String domain,
    long report,
    @Nullable Integer number,
    @Nullable LocalDate day,
    @Nullable String reporter,
    @Nullable String reportId,
    @Nullable Instant begin,
    @Nullable Instant end,
    @Nullable String sourceIp,
    @Nullable Long messages,
    @Nullable String disposition,
    @Nullable String dkim,
    @Nullable String spf,
    @JsonRawValue @Nullable String overrides,
    @Nullable String headerFrom,
    @Nullable String envelopeFrom,
    @Nullable String envelopeTo,
    @JsonRawValue @Nullable String authDkim,
    @JsonRawValue @Nullable String authSpf) {

  public static RowJson of(FedRow row) {
    FedReport report = row.report();
    FedReport.Stored stored = report.stored();
    if (stored == null) {
      throw new IllegalArgumentException("A row is of a stored report");
    }
    return new RowJson(
        "row",
        row.cursor().toString(),
        report.domain(),
        report.number(),
        row.number(),
        report.day(),
        stored.reporter(),
        stored.reportId(),
        stored.begin(),
        stored.end(),
        row.sourceIp(),
        row.messages(),
        row.disposition(),
        passed(row.dkimPass()),
        passed(row.spfPass()),
        row.overrides(),
        row.headerFrom(),
        row.envelopeFrom(),
        row.envelopeTo(),
        results(row.authDkim()),
        results(row.authSpf()));
  }

  /** That a report was taken away. */
  public static RowJson removed(FedReport report) {
    return new RowJson(
        "removed",
        Cursor.after(report.position()).toString(),
        report.domain(),
        report.number(),
        null,
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
        null,
        null,
        null,
        null,
        null);
  }

  private static String passed(boolean pass) {
    return pass ? "pass" : "fail";
  }

  /**
   * Within a value, a quote that ends a word is escaped: only the member itself looks like this.
   */
  private static String results(String json) {
    return json.indexOf("\"humanResult\":") < 0
        ? json
        : json.replace("\"humanResult\":", "\"human_result\":");
  }
}
