package dev.plumbline.review.json;

import dev.plumbline.store.tls.KeptPolicy;
import dev.plumbline.store.tls.TlsReportLine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TLS report, as far as it is about one domain.
 *
 * @param cursor where to go on after it
 */
public record TlsReportJson(
    String cursor,
    String domain,
    String reporter,
    String reportId,
    Instant begin,
    Instant end,
    @Nullable String contact,
    List<KeptPolicy> policies,
    long success,
    long failure) {

  public TlsReportJson {
    policies = List.copyOf(policies);
  }

  /** A report about a domain. */
  public static TlsReportJson of(long domainId, String domain, TlsReportLine one) {
    return new TlsReportJson(
        domainId + "-" + one.id(),
        domain,
        one.reporter(),
        one.reportId(),
        one.begin(),
        one.end(),
        one.contact(),
        one.policies(),
        one.success(),
        one.failure());
  }
}
