package dev.plumbline.store.failure;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.Repair;
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.store.SqlText;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one failure report says, as it is kept: unmasked, so it never leaves this room as it is.
 *
 * @param arrivedAt ISO 8601, as {@code date}; null if the report does not say it
 * @param results what the receiver found (RFC 8601)
 * @param repairs codes of the tolerances that were applied
 */
public record FailureDetail(
    String reporter,
    @Nullable String userAgent,
    @Nullable String sourceIp,
    List<String> domains,
    @Nullable String arrivedAt,
    @Nullable String deliveryResult,
    @Nullable String mailFrom,
    List<String> rcptTo,
    @Nullable String dkimIdentity,
    @Nullable String spfDns,
    List<String> results,
    @Nullable String from,
    @Nullable String to,
    @Nullable String subject,
    @Nullable String messageId,
    @Nullable String date,
    List<String> hosts,
    boolean hasReportPart,
    List<String> repairs) {

  private static final TypeReference<FailureDetail> TYPE = new TypeReference<>() {};

  public FailureDetail {
    domains = copy(domains);
    rcptTo = copy(rcptTo);
    results = copy(results);
    hosts = copy(hosts);
    repairs = copy(repairs);
  }

  private static List<String> copy(@Nullable List<String> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  /** What a report says. */
  public static FailureDetail of(FailureReport report) {
    FailureReport.Original original = report.original();
    return new FailureDetail(
        SqlText.clean(report.reporter()),
        SqlText.cleanOrNull(report.userAgent()),
        report.sourceIp() == null ? null : IpAddresses.toText(report.sourceIp()),
        clean(report.reportedDomains()),
        text(report.arrivalDate()),
        SqlText.cleanOrNull(report.deliveryResult()),
        SqlText.cleanOrNull(report.originalMailFrom()),
        clean(report.originalRcptTo()),
        SqlText.cleanOrNull(report.dkim().identity()),
        SqlText.cleanOrNull(report.spfDns()),
        clean(report.authenticationResults()),
        SqlText.cleanOrNull(original.from()),
        SqlText.cleanOrNull(original.to()),
        SqlText.cleanOrNull(original.subject()),
        SqlText.cleanOrNull(original.messageId()),
        text(original.date()),
        clean(original.hosts()),
        report.hasReportPart(),
        report.repairs().stream().map(Repair::code).distinct().toList());
  }

  private static List<String> clean(List<String> texts) {
    return texts.stream().map(SqlText::clean).toList();
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : Objects.toString(at);
  }

  /** As the database keeps it. */
  public String toJson() {
    return SqlText.json(this);
  }

  static FailureDetail ofJson(String json) {
    return SqlText.fromJson(json, TYPE);
  }
}
