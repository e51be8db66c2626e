package dev.plumbline.security;

import dev.plumbline.store.Underway;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Lets the end of the program wait for whoever is being answered, while the connections to the
 * database are still open, and turns away who comes then.
 */
@ApplicationScoped
class LastAnswers {

  /** Before everything else, {@link Door} among it. */
  private static final int PRIORITY = 1_100;

  private static final int UNAVAILABLE = 503;

  private final Underway answering = new Underway();
  private final Refusals refusals;

  LastAnswers(Refusals refusals) {
    this.refusals = refusals;
  }

  void register(@Observes Filters filters) {
    filters.register(this::count, PRIORITY);
  }

  private void count(RoutingContext context) {
    if (answering.begin()) {
      // Also where the connection breaks.
      context.addEndHandler(ended -> answering.end());
      context.next();
    } else {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, "5");
      refusals.answer(
          context.request(), UNAVAILABLE, null, "Plumbline is being stopped; try again soon.");
    }
  }

  void stop(@Observes ShutdownEvent event) {
    answering.await();
  }
}
