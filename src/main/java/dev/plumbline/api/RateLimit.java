package dev.plumbline.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.hash.Hashing;
import dev.plumbline.people.Viewers;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets each token, or address without one, ask so often and no more. A token that was never
 * accepted counts as none: whoever makes tokens up would have as many turns as he likes.
 */
@ApplicationScoped
class RateLimit {

  /** After the guards, before anything is read. */
  private static final int PRIORITY = 600;

  private static final String LIMIT = "RateLimit-Limit";
  private static final int TOO_MANY = 429;
  private static final int MOST_CLIENTS = 10_000;

  private final int perMinute;
  private final TimeMeter time;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(MOST_CLIENTS)
          .expireAfterAccess(Duration.ofMinutes(5))
          .build();

  @Inject
  RateLimit(ApiSettings settings) {
    this(settings, TimeMeter.SYSTEM_NANOTIME);
  }

  RateLimit(ApiSettings settings, TimeMeter time) {
    this.perMinute = settings.requestsPerMinute();
    this.time = time;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext context) {
    if (!context.request().path().startsWith("/api/")) {
      context.next();
      return;
    }
    String token = token(context);
    if (token != null && buckets.getIfPresent(token) == null) {
      context.addEndHandler(ended -> know(context, token));
    }
    // A request whose body had to be waited for comes by twice, with the same response.
    if (context.response().headers().contains(LIMIT)) {
      context.next();
      return;
    }
    ConsumptionProbe probe = bucket(context, token).tryConsumeAndReturnRemaining(1);
    HttpServerResponse response = context.response();
    long full = seconds(probe.getNanosToWaitForReset());
    response
        .putHeader(LIMIT, Integer.toString(perMinute))
        .putHeader("RateLimit-Remaining", Long.toString(probe.getRemainingTokens()))
        .putHeader("RateLimit-Reset", Long.toString(full));
    if (probe.isConsumed()) {
      context.next();
      return;
    }
    long wait = Math.max(1, seconds(probe.getNanosToWaitForRefill()));
    response
        .setStatusCode(TOO_MANY)
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader("Retry-After", Long.toString(wait))
        .end(
            new JsonObject()
                .put("title", "Too many requests")
                .put("status", TOO_MANY)
                .put(
                    "detail",
                    "At most %d requests a minute are answered; try again in %d s."
                        .formatted(perMinute, wait))
                .put("limit", "requests-per-minute")
                .encode());
  }

  private Bucket bucket(RoutingContext context, @Nullable String token) {
    Bucket own = token == null ? null : buckets.getIfPresent(token);
    return own == null ? ofAddress(context) : own;
  }

  private Bucket ofAddress(RoutingContext context) {
    String address = String.valueOf(context.request().remoteAddress().hostAddress());
    return buckets.get(address, unused -> bucket());
  }

  /** From now on an accepted token has turns of its own, the one that was taken among them. */
  private void know(RoutingContext context, String token) {
    if (Boolean.TRUE.equals(context.get(Viewers.PRIVATE))) {
      Bucket own = bucket();
      own.tryConsume(1);
      if (buckets.asMap().putIfAbsent(token, own) == null) {
        ofAddress(context).addTokens(1);
      }
    }
  }

  private Bucket bucket() {
    return Bucket.builder()
        .withCustomTimePrecision(time)
        .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
        .build();
  }

  private static long seconds(long nanos) {
    return TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1);
  }

  /** Tokens are not kept, not even in memory. */
  private static @Nullable String token(RoutingContext context) {
    String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    return authorization == null
        ? null
        : Hashing.sha256().hashString(authorization, StandardCharsets.UTF_8).toString();
  }
}
