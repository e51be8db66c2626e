package dev.plumbline.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.people.Viewers;
import io.github.bucket4j.TimeMeter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limit itself, before a real server, with few requests a minute. */
class RateLimitTest {

  private static final int LIMIT = 3;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static Vertx vertx;
  private static HttpServer server;

  private static final AtomicLong NOW = new AtomicLong();

  /** Time passes when the test says so. */
  private static final class Passing implements TimeMeter {

    @Override
    public long currentTimeNanos() {
      return NOW.get();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  private record Few(int requestsPerMinute, int streams) implements ApiSettings {}

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    Filters filters = new Filters();
    new RateLimit(new Few(LIMIT, 1), new Passing()).register(filters);
    Router router = Router.router(vertx);
    filters.getFilters().forEach(one -> router.route().handler(one.getHandler()));
    // As requests do whose body is waited for.
    router
        .route("/api/v1/again")
        .handler(
            context -> {
              if (context.response().headers().contains("Again")) {
                context.response().end("answered");
              } else {
                context.response().putHeader("Again", "yes");
                router.handle(context.request());
              }
            });
    router
        .route()
        .handler(
            context -> {
              String token = String.valueOf(context.request().getHeader("Authorization"));
              context.put(Viewers.PRIVATE, !token.contains("made-up"));
              context.response().end("answered");
            });
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static HttpResponse<String> ask(String path, String token) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
            .header("Authorization", "Bearer " + token)
            .build(),
        BodyHandlers.ofString());
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @BeforeEach
  void wait_until_everybody_may_ask_again() {
    NOW.addAndGet(TimeUnit.MINUTES.toNanos(1));
  }

  @Test
  void tokens_that_are_made_up_share_what_their_address_may_ask() throws Exception {
    assertThat(ask("/api/v1/domains", "good").statusCode()).isEqualTo(200);
    for (int i = 1; i <= LIMIT; i++) {
      HttpResponse<String> answer = ask("/api/v1/domains", "made-up-" + i);
      assertThat(header(answer, "RateLimit-Remaining")).isEqualTo(Integer.toString(LIMIT - i));
    }
    assertThat(ask("/api/v1/domains", "made-up-more").statusCode()).isEqualTo(429);
    assertThat(ask("/api/v1/domains", "good").statusCode())
        .as("a token that is known does not suffer from it")
        .isEqualTo(200);
  }

  @Test
  void a_request_that_comes_by_twice_counts_once() throws Exception {
    HttpResponse<String> answer = ask("/api/v1/again", "twice");
    assertThat(answer.body()).isEqualTo("answered");
    assertThat(header(answer, "RateLimit-Remaining")).isEqualTo(Integer.toString(LIMIT - 1));
  }

  @Test
  void who_waits_as_long_as_was_said_is_answered_again() throws Exception {
    for (int i = 0; i < LIMIT; i++) {
      ask("/api/v1/domains", "patient");
    }
    HttpResponse<String> refused = ask("/api/v1/domains", "patient");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(header(refused, "RateLimit-Remaining")).isEqualTo("0");
    long wait = Long.parseLong(header(refused, "Retry-After"));
    NOW.addAndGet(TimeUnit.SECONDS.toNanos(wait - 1));
    assertThat(ask("/api/v1/domains", "patient").statusCode()).isEqualTo(429);
    NOW.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(ask("/api/v1/domains", "patient").statusCode()).isEqualTo(200);
    assertThat(ask("/api/v1/domains", "patient").statusCode()).as("one alone").isEqualTo(429);
    NOW.addAndGet(TimeUnit.MINUTES.toNanos(1));
    assertThat(header(ask("/api/v1/domains", "patient"), "RateLimit-Remaining"))
        .as("all of them after a minute")
        .isEqualTo(Integer.toString(LIMIT - 1));
  }

  @Test
  void each_token_may_ask_so_often_and_is_told_when_it_may_again() throws Exception {
    for (int i = 1; i <= LIMIT; i++) {
      HttpResponse<String> answer = ask("/api/v1/domains", "one");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(header(answer, "RateLimit-Limit")).isEqualTo("3");
      assertThat(header(answer, "RateLimit-Remaining")).isEqualTo(Integer.toString(LIMIT - i));
    }
    HttpResponse<String> refused = ask("/api/v1/domains", "one");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 20);
    assertThat(Integer.parseInt(header(refused, "RateLimit-Reset"))).isBetween(40, 60);
    assertThat(refused.body()).contains("At most 3 requests a minute are answered");
    assertThat(ask("/api/v1/domains", "other").statusCode())
        .as("another token has its own")
        .isEqualTo(200);
    assertThat(ask("/domains", "one").statusCode()).as("pages have none").isEqualTo(200);
  }
}
