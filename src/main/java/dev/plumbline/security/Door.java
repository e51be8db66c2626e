package dev.plumbline.security;

import dev.plumbline.people.Viewers;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Turns away, before anything else is looked at, what did not come by the right way: to a name that
 * is not ours (DNS rebinding), from a page of another site, unprotected from another machine, or by
 * a proxy that nobody named. Programs, which send neither Origin nor Sec-Fetch-Site, are not
 * affected by what is about browsers.
 */
@ApplicationScoped
class Door {

  /** Before everything else. */
  private static final int PRIORITY = 1_000;

  private static final Set<String> PROBES =
      Set.of("/q/health", "/q/health/live", "/q/health/ready", "/q/health/started");

  /** RFC 9110 section 4.1 asks for so many at least; what is far longer is not read at all. */
  private static final int LONGEST_ADDRESS = 8_000;

  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int TOO_LONG = 414;
  private static final int MISDIRECTED = 421;
  private static final int UNAVAILABLE = 503;
  private static final int OTHER_VERSION = 505;

  /** After so long the database is perhaps back, or a stream over (RFC 9110 section 10.2.3). */
  private static final String AGAIN_SECONDS = "60";

  private final Network network;
  private final Refusals refusals;

  Door(Network network, Refusals refusals) {
    this.network = network;
    this.refusals = refusals;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!isSpoken(request)) {
      context.response().endHandler(sent -> request.connection().close());
      context.response().setStatusCode(OTHER_VERSION).end();
      return;
    }
    context.addHeadersEndHandler(ended -> addHeaders(context));
    if (isProbe(context)) {
      context.next();
    } else if (request.uri().length() > LONGEST_ADDRESS) {
      refuse(
          context,
          TOO_LONG,
          "The address of this request is longer than %d characters.".formatted(LONGEST_ADDRESS));
    } else if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
      // RFC 9112 section 3.2: of two, a proxy may have looked at the other one.
      refuse(context, BAD_REQUEST, "The request names two hosts (Host).");
    } else if (!isOurs(request)) {
      refuse(
          context,
          MISDIRECTED,
          network
              .publicUrl()
              .map(url -> "Plumbline answers to " + url.getHost() + " only.")
              .orElse(
                  "Plumbline answers on this machine only: use http://127.0.0.1 or"
                      + " http://localhost."));
    } else if (network.isDemanding() && !Refusals.isTls(request) && !isFromHere(request)) {
      refuse(context, FORBIDDEN, "Plumbline answers over TLS only: use https.");
    } else if (!network.isProxied() && isForwarded(request.headers())) {
      refuse(
          context,
          FORBIDDEN,
          "This request came by a proxy that plumbline.http.trusted-proxy does not name.");
    } else if (!SafeMethods.has(request) && !isSameOrigin(request)) {
      refuse(context, FORBIDDEN, "This request comes from another web site.");
    } else {
      context.next();
    }
  }

  /** Whether the request is of a version of HTTP that is known. */
  private static boolean isSpoken(HttpServerRequest request) {
    try {
      return request.version() != null;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /**
   * Whether it is asked how the server is, and nothing else: keepers of containers do so by address
   * and unprotected, and are told one word.
   */
  private static boolean isProbe(RoutingContext context) {
    return context.request().method().equals(HttpMethod.GET)
        && PROBES.contains(context.request().path());
  }

  private boolean isOurs(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    if (authority == null) {
      return false;
    }
    boolean published =
        network
            .publicUrl()
            .map(URI::getHost)
            .filter(authority.host()::equalsIgnoreCase)
            .isPresent();
    return published
        || (Network.isLoopback(authority.host())
            && (!network.isDemanding() || isFromHere(request)));
  }

  private static boolean isFromHere(HttpServerRequest request) {
    return request.remoteAddress() != null
        && request.remoteAddress().hostAddress() != null
        && Network.isLoopback(request.remoteAddress().hostAddress());
  }

  private static boolean isForwarded(MultiMap headers) {
    return headers.contains("Forwarded")
        || headers.contains("X-Forwarded-For")
        || headers.contains("X-Forwarded-Host");
  }

  /** What is for one reader is kept by nobody on the way to them. */
  private static void addHeaders(RoutingContext context) {
    MultiMap headers = context.response().headers();
    if (Refusals.isTls(context.request())) {
      headers.set("Strict-Transport-Security", Refusals.ALWAYS_TLS);
    }
    if (Boolean.TRUE.equals(context.get(Viewers.PRIVATE))
        || context.request().path().startsWith("/sign-in")) {
      headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    if (context.response().getStatusCode() == UNAVAILABLE
        && !headers.contains(HttpHeaders.RETRY_AFTER)) {
      headers.set(HttpHeaders.RETRY_AFTER, AGAIN_SECONDS);
    }
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
    return isOwn(origin, request);
  }

  /** By the name that was asked for, which a proxy that is believed may have told. */
  private static boolean isOwn(String origin, HttpServerRequest request) {
    HostAndPort own = request.authority();
    URI given;
    try {
      given = new URI(origin);
    } catch (URISyntaxException e) {
      return false;
    }
    return own != null
        && given.getHost() != null
        && request.scheme().equals(given.getScheme())
        && bare(own.host()).equalsIgnoreCase(bare(given.getHost()))
        && port(own.port(), request) == port(given.getPort(), request);
  }

  private static String bare(String host) {
    return host.replaceAll("[\\[\\]]", "");
  }

  private static int port(int port, HttpServerRequest request) {
    return port > 0 ? port : Refusals.isTls(request) ? 443 : 80;
  }

  /**
   * Reads no more of a request that was answered. By HTTP/2 others go on over the same connection,
   * and nothing is said of it in a header (RFC 9113 sections 8.1 and 8.2.2).
   */
  static void hangUp(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2) {
      request.connection().close();
    } else if (!request.isEnded()) {
      request.response().reset(0);
    }
  }

  private void refuse(RoutingContext context, int status, String sentence) {
    HttpServerRequest request = context.request();
    // A body is not waited for.
    context.response().endHandler(sent -> hangUp(request));
    refusals.answer(request, status, null, sentence);
  }
}
