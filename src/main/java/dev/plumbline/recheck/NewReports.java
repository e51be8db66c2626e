package dev.plumbline.recheck;

import dev.plumbline.store.intake.ReportRef;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reports that this process took in since it last looked at their domains. What it does not know of
 * is found by looking at all reports of a domain: after a start, after a round that failed, and
 * after more reports than are worth listing.
 */
final class NewReports {

  /** Of so many it is quicker to look at all reports. */
  static final int MOST = 1_000;

  /** By domain; of a domain that is not in it, any report may be new. */
  private final Map<Long, Set<Long>> since = new HashMap<>();

  synchronized void add(Collection<ReportRef> reports) {
    for (ReportRef report : reports) {
      Set<Long> known = since.get(report.domainId());
      if (known != null && known.add(report.reportId()) && known.size() > MOST) {
        since.remove(report.domainId());
      }
    }
  }

  /**
   * Begins a look at a domain: what comes in from now on is for the next one.
   *
   * @return the reports that are new; empty if any may be
   */
  synchronized Optional<Set<Long>> begin(long domainId) {
    return Optional.ofNullable(since.put(domainId, new HashSet<>()));
  }

  /** The look did not come to its end. */
  synchronized void failed(long domainId) {
    since.remove(domainId);
  }
}
