package dev.plumbline.store.failure;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Failure reports with one cause. Nothing in it is private: kinds, addresses of hosts, domains.
 *
 * @param reports how many there are, in the period asked about
 * @param leftOut of them, those of which only the number is kept
 */
public record FailureIncident(
    long domainId,
    long id,
    String feedbackType,
    List<String> failures,
    @Nullable InetAddress source,
    @Nullable String fromDomain,
    @Nullable String mailFromDomain,
    @Nullable String dkimDomain,
    @Nullable String dkimSelector,
    @Nullable String alignment,
    Instant first,
    Instant last,
    long reports,
    long leftOut) {

  public FailureIncident {
    failures = List.copyOf(failures);
  }
}
