package dev.plumbline.api;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Says which limit a request to the API is over. The server itself would only close the connection,
 * which it still does for a body that does not announce its size.
 */
@ApplicationScoped
class BodyLimit {

  /** After the guards, before the server's own check. */
  private static final int PRIORITY = 500;

  private static final int TOO_LARGE = 413;

  private final long mostBytes;

  BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize most) {
    this.mostBytes = most.asLongValue();
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext context) {
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (!context.request().path().startsWith("/api/") || !isOver(length)) {
      context.next();
      return;
    }
    // The body is not waited for.
    context.response().endHandler(sent -> context.request().connection().close());
    context
        .response()
        .setStatusCode(TOO_LARGE)
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(
            new JsonObject()
                .put("title", "Too large")
                .put("status", TOO_LARGE)
                .put("detail", "A request may have at most " + mostBytes + " bytes.")
                .put("limit", "request-bytes")
                .encode());
  }

  private boolean isOver(@Nullable String length) {
    if (length == null || !length.matches("\\d+")) {
      return false;
    }
    return length.length() > 18 || Long.parseLong(length) > mostBytes;
  }
}
