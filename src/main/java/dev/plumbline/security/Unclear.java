package dev.plumbline.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Requests that the server cannot lead to anybody, be it that their address is not encoded as
 * addresses are or that nobody knows whom they are to: answered as any other that is refused.
 */
@ApplicationScoped
class Unclear {

  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;

  /** Before {@link Door}. */
  private static final int PRIORITY = 2_000;

  private final Refusals refusals;

  Unclear(Refusals refusals) {
    this.refusals = refusals;
  }

  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(this::failed);
    router.errorHandler(BAD_REQUEST, this::unclear);
    router.errorHandler(NOT_FOUND, this::nowhere);
  }

  void filter(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  /** What others take for an address; the server would answer without a word (see AppRunner). */
  private void check(RoutingContext context) {
    if (isAddress(context.request().uri())) {
      context.next();
    } else {
      unclear(context);
    }
  }

  private static boolean isAddress(String uri) {
    try {
      return !new URI(uri).toString().isEmpty();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Before the server's own, which would tell of its insides, or nothing. */
  private void failed(RoutingContext context) {
    switch (context.statusCode()) {
      case BAD_REQUEST -> unclear(context);
      case NOT_FOUND -> nowhere(context);
      default -> context.next();
    }
  }

  private void unclear(RoutingContext context) {
    refuse(
        context,
        BAD_REQUEST,
        context.request().authority() == null
            ? "The request names no host, or none that can be one (Host)."
            : "The address of the request is not encoded as addresses are.");
  }

  private void nowhere(RoutingContext context) {
    refuse(context, NOT_FOUND, "There is nothing at this address.");
  }

  private void refuse(RoutingContext context, int status, String sentence) {
    HttpServerRequest request = context.request();
    if (request.response().headWritten() || request.response().closed()) {
      return;
    }
    request.response().endHandler(sent -> Door.hangUp(request));
    refusals.answer(request, status, null, sentence);
  }
}
