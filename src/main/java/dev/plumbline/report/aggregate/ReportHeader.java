package dev.plumbline.report.aggregate;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an aggregate report says about itself, before its rows.
 *
 * @param format the dialect it is written in
 * @param reporter {@code org_name}, trimmed; empty if the report has none
 * @param email the reporter's contact address, trimmed; empty if the report has none
 * @param extraContactInfo a free text or address, if given
 * @param reportId {@code report_id}, trimmed; empty if the report has none
 * @param begin first instant covered; null if the report has no readable one
 * @param end last instant covered; null if the report has no readable one
 * @param errors what the reporter says went wrong on its side
 * @param generator the software that wrote it (RFC 9990), if given
 * @param policy the DMARC policy the reporter saw
 */
public record ReportHeader(
    ReportFormat format,
    String reporter,
    String email,
    @Nullable String extraContactInfo,
    String reportId,
    @Nullable Instant begin,
    @Nullable Instant end,
    List<String> errors,
    @Nullable String generator,
    PolicyPublished policy) {

  public ReportHeader {
    errors = List.copyOf(errors);
  }
}
