package dev.plumbline.recheck;

import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.Question;
import dev.plumbline.dns.RememberedDns;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How long all that was answered holds, but for reverse names. Any number of threads. */
final class ShortestTtl implements RememberedDns.Listener {

  private final AtomicReference<@Nullable Duration> shortest = new AtomicReference<>();

  @Override
  public <T> void answered(Question<T> question, DnsAnswer<T> answer) {
    if (!question.ofOneSource()) {
      shortest.accumulateAndGet(
          answer.ttl(), (one, other) -> one == null || other.compareTo(one) < 0 ? other : one);
    }
  }

  /** A time, but no shorter and no longer than these. */
  static Duration within(Duration time, Duration shortest, Duration longest) {
    if (time.compareTo(shortest) < 0) {
      return shortest;
    }
    return time.compareTo(longest) > 0 ? longest : time;
  }

  /** Zero if DNS failed, null if it was not asked. */
  @Nullable Duration get() {
    return shortest.get();
  }
}
