package dev.plumbline.security;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Answers what is refused before anybody is asked: in one sentence to people, as a problem (RFC
 * 9457) to programs, and with the headers that every answer has, whether or not the server came to
 * set them.
 */
@ApplicationScoped
class Refusals {

  private static final Pattern HEADER =
      Pattern.compile("quarkus\\.http\\.header\\.\"?([\\w-]+)\"?\\.value");

  /** RFC 6797 section 6.1.1: a year, after which a browser that never came back forgets. */
  static final String ALWAYS_TLS = "max-age=31536000";

  private final Map<String, String> always = new TreeMap<>();

  Refusals(Config config) {
    for (String name : config.getPropertyNames()) {
      Matcher header = HEADER.matcher(name);
      if (header.matches()) {
        always.put(header.group(1), config.getValue(name, String.class));
      }
    }
  }

  /**
   * Answers, and leaves the connection to be closed.
   *
   * @param limit the name of the limit that was passed, null if it was none
   */
  void answer(HttpServerRequest request, int status, @Nullable String limit, String sentence) {
    HttpServerResponse response = request.response();
    MultiMap headers = response.headers();
    always.forEach(headers::set);
    if (isTls(request)) {
      headers.set("Strict-Transport-Security", ALWAYS_TLS);
    }
    if (request.version() != HttpVersion.HTTP_2) {
      headers.set(HttpHeaders.CONNECTION, "close");
    }
    response.setStatusCode(status);
    if (isOfPrograms(request.path())) {
      JsonObject problem =
          new JsonObject()
              .put("title", title(status))
              .put("status", status)
              .put("detail", sentence);
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
          .end((limit == null ? problem : problem.put("limit", limit)).encode());
    } else {
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
          .end(sentence + "\n");
    }
  }

  /** To us, or to the proxy whose word is believed. */
  static boolean isTls(HttpServerRequest request) {
    return "https".equals(request.scheme());
  }

  private static boolean isOfPrograms(@Nullable String path) {
    return path != null && path.startsWith("/api/");
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Not understood";
      case 404 -> "Not found";
      case 405 -> "That cannot be done here";
      case 408 -> "Too slow";
      case 413, 414 -> "Too large";
      case 501 -> "Not understood here";
      case 503 -> "Not available right now";
      default -> "Refused";
    };
  }
}
