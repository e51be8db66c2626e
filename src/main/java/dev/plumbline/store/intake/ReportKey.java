package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.aggregate.PolicyPublished;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.store.SqlText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;

/**
 * What makes two copies of a report the same report.
 *
 * @param reporter its name as reported; letter case does not matter
 * @param end its begin if it has none: totals are kept by the day of begin, so it is still of use
 */
record ReportKey(String reporter, String reportId, String domain, Instant begin, Instant end) {

  static ReportKey of(ReportHeader header) throws InvalidReportException {
    Instant begin = header.begin();
    if (header.policy().domain().isEmpty()) {
      throw new InvalidReportException(
          "The report does not say which domain's policy it is about (policy_published/domain).");
    }
    if (begin == null) {
      throw new InvalidReportException(
          "The report does not say which time it covers (report_metadata/date_range/begin).");
    }
    return new ReportKey(
        SqlText.key(header.reporter()),
        SqlText.key(header.reportId()),
        SqlText.key(header.policy().domain()),
        begin,
        header.end() == null ? begin : header.end());
  }

  /** The UTC day that the report counts on. */
  LocalDate day() {
    return LocalDate.ofInstant(begin, ZoneOffset.UTC);
  }

  String reporterKey() {
    return reporter.toLowerCase(Locale.ROOT);
  }

  /** Equal for equal keys, and for nothing else. */
  String lockText() {
    return String.join("\n", reporterKey(), reportId, domain) + "\n" + begin + "\n" + end;
  }

  /** What of a header counts when two copies of a report are compared. */
  static byte[] comparedFacts(ReportHeader header) {
    PolicyPublished policy = header.policy();
    String facts =
        Arrays.asList(
                policy.p(),
                policy.sp(),
                policy.np(),
                policy.adkim(),
                policy.aspf(),
                policy.pct(),
                policy.fo(),
                policy.testing())
            + "\n";
    return facts.getBytes(StandardCharsets.UTF_8);
  }
}
