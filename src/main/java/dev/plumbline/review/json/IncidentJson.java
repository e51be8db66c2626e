package dev.plumbline.review.json;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.store.failure.FailureExample;
import dev.plumbline.store.failure.FailureIncident;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Failure reports with one cause.
 *
 * @param cursor where to go on after it
 * @param leftOut reports of which only the number is kept
 * @param examples the newest of them, masked unless it was asked otherwise
 */
public record IncidentJson(
    String cursor,
    String domain,
    long incident,
    String feedbackType,
    List<String> authFailure,
    @Nullable String sourceIp,
    @Nullable String fromDomain,
    @Nullable String mailFromDomain,
    Dkim dkim,
    @Nullable String identityAlignment,
    Instant first,
    Instant last,
    long reports,
    long leftOut,
    List<FailureExample> examples) {

  /** The signature that failed. */
  public record Dkim(@Nullable String domain, @Nullable String selector) {}

  public IncidentJson {
    authFailure = List.copyOf(authFailure);
    examples = List.copyOf(examples);
  }

  /** An incident of a domain. */
  public static IncidentJson of(String domain, FailureIncident one, List<FailureExample> examples) {
    return new IncidentJson(
        one.domainId() + "-" + one.id(),
        domain,
        one.id(),
        one.feedbackType(),
        one.failures(),
        one.source() == null ? null : IpAddresses.toText(one.source()),
        one.fromDomain(),
        one.mailFromDomain(),
        new Dkim(one.dkimDomain(), one.dkimSelector()),
        one.alignment(),
        one.first(),
        one.last(),
        one.reports(),
        one.leftOut(),
        examples);
  }
}
