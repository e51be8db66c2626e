package dev.plumbline.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.hash.Hashing;
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

/** Lets each token, or address without one, ask so often and no more. */
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
    // A request whose body had to be waited for comes by twice, with the same response.
    boolean counted = context.response().headers().contains(LIMIT);
    if (counted || !context.request().path().startsWith("/api/")) {
      context.next();
      return;
    }
    ConsumptionProbe probe =
        buckets.get(client(context), unused -> bucket()).tryConsumeAndReturnRemaining(1);
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
  private static String client(RoutingContext context) {
    String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    return authorization == null
        ? String.valueOf(context.request().remoteAddress().hostAddress())
        : Hashing.sha256().hashString(authorization, StandardCharsets.UTF_8).toString();
  }
}
