package dev.plumbline.store.failure;

import dev.plumbline.report.failure.FailureReport;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One failure report as it is shown.
 *
 * @param masked whether names, addresses and subjects are words in their place
 * @param results methods and results only, as {@code spf=fail}
 */
public record FailureExample(
    long id,
    Instant arrivedAt,
    String reporter,
    boolean masked,
    @Nullable String from,
    @Nullable String to,
    @Nullable String mailFrom,
    List<String> rcptTo,
    @Nullable String subject,
    @Nullable String messageId,
    @Nullable String deliveryResult,
    List<String> results,
    List<String> hosts,
    boolean hasReportPart,
    List<String> repairs,
    long intakeId) {

  /** The methods and results of RFC 8601 section 2.7, and two that were usual before. */
  private static final Pattern RESULT =
      Pattern.compile(
          "\\b(spf|dkim|dmarc|arc|iprev)\\s*=\\s*(pass|fail|softfail|neutral|none|temperror"
              + "|permerror|policy|hardfail|bestguesspass)\\b");

  public FailureExample {
    rcptTo = List.copyOf(rcptTo);
    results = List.copyOf(results);
    hosts = List.copyOf(hosts);
    repairs = List.copyOf(repairs);
  }

  static FailureExample of(
      long id, Instant arrivedAt, FailureDetail detail, long intakeId, @Nullable Pseudonyms mask) {
    return new FailureExample(
        id,
        arrivedAt,
        detail.reporter(),
        mask != null,
        detail.from() == null || mask == null ? detail.from() : mask.mailbox(detail.from()),
        detail.to() == null || mask == null ? detail.to() : mask.mailbox(detail.to()),
        detail.mailFrom() == null || mask == null
            ? detail.mailFrom()
            : mask.address(detail.mailFrom()),
        detail.rcptTo().stream().map(one -> mask == null ? one : mask.address(one)).toList(),
        mask == null ? detail.subject() : mask.subject(detail.subject()),
        mask == null ? detail.messageId() : null,
        mask == null ? detail.deliveryResult() : known(detail.deliveryResult()),
        results(detail.results()),
        detail.hosts(),
        detail.hasReportPart(),
        detail.repairs(),
        intakeId);
  }

  /** A word that nobody knows may be somebody's name. */
  private static @Nullable String known(@Nullable String word) {
    return word != null && FailureReport.DELIVERY_RESULTS.contains(word) ? word : null;
  }

  /** What a receiver found also names addresses: only methods and results are told of it. */
  private static List<String> results(List<String> fields) {
    return fields.stream()
        .flatMap(field -> RESULT.matcher(field.toLowerCase(Locale.ROOT)).results())
        .map(found -> found.group(1) + "=" + found.group(2))
        .distinct()
        .limit(10)
        .toList();
  }
}
