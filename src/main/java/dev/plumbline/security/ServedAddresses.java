package dev.plumbline.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the server answers by itself, without a class of ours: how it is, the description of the
 * API, and files of pages. It answers the first two whatever the method, as if something had been
 * done, and knows nothing of the third; here each is told as of any other address (RFC 9110 section
 * 15.5.6).
 */
@ApplicationScoped
class ServedAddresses {

  /** After it was counted, and before a body is waited for. */
  private static final int PRIORITY = 550;

  private static final int OK = 200;
  private static final int NOT_ALLOWED = 405;

  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final String ALLOWED = "GET, HEAD, OPTIONS";

  private static final Pattern ANSWERED =
      Pattern.compile(
          "/q/health(?:/(?:live|ready|started|well|group(?:/[^/]*)?))?/?"
              + "|/api/v1/openapi(?:\\.(?:json|ya?ml))?/?");

  private static final Pattern FILE = Pattern.compile("/(?:app|webjars)/.*[^/]");

  private final Refusals refusals;

  ServedAddresses(Refusals refusals) {
    this.refusals = refusals;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    String method = request.method().name();
    if (READING.contains(method) || !isServed(context.normalizedPath())) {
      context.next();
      return;
    }
    request.response().putHeader("Allow", ALLOWED);
    if (method.equals("OPTIONS")) {
      request.response().setStatusCode(OK).end();
      return;
    }
    request.response().endHandler(sent -> Door.hangUp(request));
    refusals.answer(request, NOT_ALLOWED, null, "This address takes no " + method + ".");
  }

  private static boolean isServed(String path) {
    return ANSWERED.matcher(path).matches()
        || (FILE.matcher(path).matches()
            && ServedAddresses.class.getResource("/META-INF/resources" + path) != null);
  }
}
