package dev.plumbline.web;

import dev.plumbline.recheck.Rechecks;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What pages say about the comparison with DNS. */
@ApplicationScoped
class RecheckState {

  private final Rechecks rechecks;

  RecheckState(Rechecks rechecks) {
    this.rechecks = rechecks;
  }

  /**
   * The state for the page of a domain.
   *
   * @param checkedAt when DNS was last asked, null if never
   * @param polled whether the page asks by itself, so that it can be told to load again
   */
  DomainView.Recheck of(String domain, Period period, @Nullable Instant checkedAt, boolean polled) {
    boolean running = rechecks.isRunning(domain);
    Instant asked = rechecks.lastAsked(domain, checkedAt);
    String text =
        running
            ? "Asking DNS about every source; this page need not wait."
            : asked == null
                ? "Not compared with DNS yet."
                : "Compared with DNS on " + Format.time(asked) + ".";
    String path = Links.domain(domain) + "/recheck?" + period.query();
    return new DomainView.Recheck(text, running, polled && !running, path, path);
  }
}
