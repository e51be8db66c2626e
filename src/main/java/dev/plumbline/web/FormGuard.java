package dev.plumbline.web;

import dev.plumbline.people.FormToken;
import dev.plumbline.people.Viewers;
import io.quarkus.security.ForbiddenException;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.WithFormRead;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jspecify.annotations.Nullable;

/** Turns away forms that no page of ours sent in this session. */
class FormGuard {

  private final Viewers viewers;

  FormGuard(Viewers viewers) {
    this.viewers = viewers;
  }

  @ServerRequestFilter
  @WithFormRead
  @PageForm
  void check(ResteasyReactiveContainerRequestContext request) {
    var context = (ResteasyReactiveRequestContext) request.getServerRequestContext();
    boolean ours =
        viewers
            .sessionKey()
            .map(key -> request.hasEntity() && FormToken.matches(given(context), key))
            // Nobody has to sign in, or this is the form to do so.
            .orElse(true);
    if (!ours) {
      throw new ForbiddenException(
          "This form does not come from a page of your session; load the page again.");
    }
  }

  private static @Nullable String given(ResteasyReactiveRequestContext context) {
    return context.getFormParameter(FormToken.FIELD, true, false) instanceof String text
        ? text
        : null;
  }
}
