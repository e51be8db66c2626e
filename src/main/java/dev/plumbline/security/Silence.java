package dev.plumbline.security;

import dev.plumbline.store.server.DatabasePulse;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Turns everybody away while the database says nothing: who is let in would wait for it, and take
 * one of the threads that wait.
 */
@ApplicationScoped
class Silence {

  /** After {@link Door}, and before bodies are waited for. */
  private static final int PRIORITY = 750;

  private static final int UNAVAILABLE = 503;

  private final DatabasePulse pulse;
  private final Refusals refusals;

  Silence(DatabasePulse pulse, Refusals refusals) {
    this.pulse = pulse;
    this.refusals = refusals;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext context) {
    if (pulse.isSilent() && !context.request().path().startsWith("/q/")) {
      context.response().endHandler(sent -> Door.hangUp(context.request()));
      refusals.answer(
          context.request(),
          UNAVAILABLE,
          null,
          "The database says nothing at the moment; try again in a minute.");
    } else {
      context.next();
    }
  }
}
