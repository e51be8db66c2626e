package dev.plumbline.recheck;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How long to leave domains alone whose round failed; longer each time. Any number of threads. */
final class RetryPauses {

  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  private record Pause(Duration length, Instant until) {}

  private final Map<String, Pause> pauses = new ConcurrentHashMap<>();

  /** Whether a domain may be tried. */
  boolean isOver(String domain, Instant now) {
    Pause pause = pauses.get(domain);
    return pause == null || !now.isBefore(pause.until());
  }

  /** Begins a pause, and says how long it is. */
  Duration failed(String domain, Instant now) {
    return pauses.compute(domain, (name, before) -> next(before, now)).length();
  }

  private static Pause next(@Nullable Pause before, Instant now) {
    Duration length = before == null ? FIRST : before.length().multipliedBy(2);
    if (length.compareTo(LONGEST) > 0) {
      length = LONGEST;
    }
    return new Pause(length, now.plus(length));
  }

  void worked(String domain) {
    pauses.remove(domain);
  }
}
