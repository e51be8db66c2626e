package dev.plumbline.web;

import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Bounds what visitors may ask DNS for by the tools: so much in a minute for each, and so much at
 * once for all. In this process alone, since it protects what this process asks.
 */
@ApplicationScoped
class ToolAsks {

  static final int IN_A_MINUTE = 60;

  private static final int AT_ONCE = 4;

  private static final int TOO_MUCH = 429;

  private final Viewers viewers;
  private final Clock clock;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Map<String, Integer> asked = new HashMap<>();
  private Instant minute = Instant.EPOCH;

  ToolAsks(Viewers viewers, Clock clock) {
    this.viewers = viewers;
    this.clock = clock;
  }

  /**
   * Asks.
   *
   * @throws WebApplicationException that tells the visitor to wait
   */
  <T> T ask(Supplier<T> question) {
    count();
    if (!places.tryAcquire()) {
      throw new WebApplicationException(
          "Others are asking too; try again in a few seconds.", TOO_MUCH);
    }
    try {
      return question.get();
    } finally {
      places.release();
    }
  }

  private synchronized void count() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    if (!now.equals(minute)) {
      minute = now;
      asked.clear();
    }
    Viewer viewer = viewers.now();
    String visitor =
        viewer.personId() == null ? viewer.who().address() : viewer.personId().toString();
    if (asked.merge(visitor, 1, Integer::sum) > IN_A_MINUTE) {
      throw new WebApplicationException(
          "That was asked more than %d times in a minute; wait for the next."
              .formatted(IN_A_MINUTE),
          TOO_MUCH);
    }
  }
}
