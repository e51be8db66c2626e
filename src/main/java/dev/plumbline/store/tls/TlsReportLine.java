package dev.plumbline.store.tls;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One TLS report, as far as it is about one domain. */
public record TlsReportLine(
    long id,
    String reporter,
    String reportId,
    Instant begin,
    Instant end,
    @Nullable String contact,
    List<KeptPolicy> policies,
    long success,
    long failure,
    long intakeId) {

  public TlsReportLine {
    policies = List.copyOf(policies);
  }
}
