package dev.plumbline.store.intake;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.store.SqlText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What makes failure reports those of one incident: the same failure, from one source, in one name.
 * Only words and names of hosts, nothing that a person wrote.
 *
 * @param domain that the report is about
 */
record FailureCause(
    String domain,
    String feedbackType,
    List<String> failures,
    @Nullable String sourceIp,
    @Nullable String fromDomain,
    @Nullable String mailFromDomain,
    @Nullable String dkimDomain,
    @Nullable String dkimSelector,
    @Nullable String identityAlignment) {

  private static final int MOST_FAILURES = 10;

  static FailureCause of(FailureReport report) throws InvalidReportException {
    String mailFrom = host(afterAt(report.originalMailFrom())).orElse(null);
    String from = host(report.original().fromDomain()).orElse(null);
    String dkim = host(report.dkim().domain()).orElse(null);
    String domain =
        Stream.of(reported(report), from, dkim, mailFrom)
            .filter(one -> one != null)
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidReportException(
                        "The failure report does not say which domain it is about."));
    return new FailureCause(
        domain,
        known(report.feedbackType(), FailureReport.FEEDBACK_TYPES),
        report.authFailure().stream()
            .map(one -> known(one, FailureReport.AUTH_FAILURES))
            .sorted()
            .distinct()
            .limit(MOST_FAILURES)
            .toList(),
        report.sourceIp() == null ? null : IpAddresses.toText(report.sourceIp()),
        from,
        mailFrom,
        dkim,
        selector(report.dkim().selector()),
        alignment(report.identityAlignment()));
  }

  private static @Nullable String reported(FailureReport report) {
    return report.reportedDomains().stream()
        .flatMap(domain -> host(domain).stream())
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String afterAt(@Nullable String address) {
    return address == null ? null : address.substring(address.lastIndexOf('@') + 1);
  }

  private static Optional<String> host(@Nullable String text) {
    return text == null
        ? Optional.empty()
        : DomainName.parse(text.strip())
            .map(name -> name.toString().toLowerCase(Locale.ROOT))
            .filter(name -> name.matches("[a-z0-9._-]+\\.[a-z0-9._-]+"));
  }

  /** A word that nobody knows may be somebody's name. */
  private static String known(String word, Set<String> known) {
    return known.contains(word) ? word : "other";
  }

  private static @Nullable String selector(@Nullable String text) {
    return text != null && text.matches("[A-Za-z0-9._-]{1,100}") ? text : null;
  }

  private static @Nullable String alignment(@Nullable String text) {
    return text != null && text.matches("none|(?:spf|dkim)(?:,(?:spf|dkim))?") ? text : null;
  }

  /** Equal for equal causes of one domain. */
  String key() {
    return SqlText.key(
        Arrays.asList(
                feedbackType,
                failures,
                sourceIp,
                fromDomain,
                mailFromDomain,
                dkimDomain,
                dkimSelector,
                identityAlignment)
            .toString());
  }

  /** The domain and those above it, the nearest first: one of them may be monitored already. */
  List<String> candidates() {
    List<String> names = new ArrayList<>();
    String name = domain;
    while (name.indexOf('.') > 0) {
      names.add(name);
      name = name.substring(name.indexOf('.') + 1);
    }
    return names;
  }
}
