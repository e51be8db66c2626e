package dev.plumbline.web;

import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When this browser saw the front page before, as it remembers itself: the visit before, and the
 * one that goes on. A visit ends when the page was not asked for in half an hour.
 *
 * @param before the end of the visit before; null if there was none
 * @param now the last time the page was asked for in this one
 */
record LastVisit(@Nullable Instant before, Instant now) {

  static final String COOKIE = "plumbline-visit";

  private static final Duration VISIT = Duration.ofMinutes(30);
  private static final Duration REMEMBERED = Duration.ofDays(180);

  /** The visit that goes on at a time, by what the browser remembers; it may remember nonsense. */
  static LastVisit of(@Nullable String cookie, Instant at) {
    Instant now = at.truncatedTo(ChronoUnit.SECONDS);
    String[] parts = cookie == null ? new String[0] : cookie.split("-", -1);
    Instant before = parts.length == 2 ? instant(parts[0], now) : null;
    Instant last = parts.length == 2 ? instant(parts[1], now) : null;
    if (last == null) {
      return new LastVisit(null, now);
    }
    return new LastVisit(last.isBefore(now.minus(VISIT)) ? last : before, now);
  }

  private static @Nullable Instant instant(String seconds, Instant now) {
    if (!seconds.matches("[1-9][0-9]{0,10}")) {
      return null;
    }
    Instant at = Instant.ofEpochSecond(Long.parseLong(seconds));
    return at.isAfter(now) || at.isBefore(now.minus(REMEMBERED)) ? null : at;
  }

  NewCookie cookie() {
    return new NewCookie.Builder(COOKIE)
        .value((before == null ? 0 : before.getEpochSecond()) + "-" + now.getEpochSecond())
        .path("/")
        .maxAge((int) REMEMBERED.toSeconds())
        .httpOnly(true)
        .sameSite(NewCookie.SameSite.STRICT)
        .build();
  }
}
