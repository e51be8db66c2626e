package dev.plumbline.web;

import dev.plumbline.recheck.Rechecks;
import dev.plumbline.resolver.DnsSwitch;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What pages say about the comparison with DNS. */
@ApplicationScoped
class RecheckState {

  private static final String OFF =
      "DNS is switched off (plumbline.dns.servers=none), so nothing is compared with it.";

  private final Rechecks rechecks;
  private final boolean off;

  RecheckState(Rechecks rechecks, DnsSwitch dns) {
    this.rechecks = rechecks;
    this.off = dns.isOff();
  }

  /**
   * The state for the page of a domain.
   *
   * @param checkedAt when DNS was last asked, null if never
   * @param polled whether the page asks by itself, so that it can be told to load again
   */
  DomainView.Recheck of(String domain, Period period, @Nullable Instant checkedAt, boolean polled) {
    boolean running = !off && rechecks.isRunning(domain);
    String path = Links.domain(domain) + "/recheck?" + period.query();
    return new DomainView.Recheck(
        text(off, running, rechecks.lastAsked(domain, checkedAt)),
        off,
        running,
        polled && !running,
        path,
        path);
  }

  static String text(boolean off, boolean running, @Nullable Instant asked) {
    if (off) {
      return OFF;
    }
    if (running) {
      return "Asking DNS about every source; this page need not wait.";
    }
    return asked == null
        ? "Not compared with DNS yet."
        : "Compared with DNS on " + Format.time(asked) + ".";
  }
}
