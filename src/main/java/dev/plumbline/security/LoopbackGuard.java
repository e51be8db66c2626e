package dev.plumbline.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * Turns away what a foreign web page makes the user's browser send here. Programs, which send
 * neither Origin nor Sec-Fetch-Site, are not affected.
 */
@ApplicationScoped
class LoopbackGuard {

  /** Before everything else. */
  private static final int PRIORITY = 1_000;

  private static final int FORBIDDEN = 403;
  private static final int MISDIRECTED = 421;

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    HostAndPort authority = request.authority();
    if (!isLoopback(authority)) {
      // DNS rebinding: a foreign name that was made to lead to this machine.
      refuse(
          context,
          MISDIRECTED,
          "Plumbline answers on this machine only: use http://127.0.0.1 or http://localhost.");
    } else if (!SafeMethods.has(request) && !isSameOrigin(request)) {
      refuse(context, FORBIDDEN, "This request comes from another web site.");
    } else {
      context.next();
    }
  }

  private static boolean isLoopback(@Nullable HostAndPort authority) {
    return authority != null && Network.isLoopback(authority.host());
  }

  /** Other ports of the same machine are other origins. */
  private static boolean isSameOrigin(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return false;
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      return true;
    }
    String host = request.getHeader(HttpHeaders.HOST);
    String own = host == null ? String.valueOf(request.authority()) : host;
    return origin.equalsIgnoreCase(request.scheme() + "://" + own);
  }

  private static void refuse(RoutingContext context, int status, String sentence) {
    // A body is not waited for.
    context.response().endHandler(sent -> context.request().connection().close());
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(sentence + "\n");
  }
}
