package dev.plumbline.web;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestPath;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;
import org.jspecify.annotations.Nullable;

/**
 * Says what an address takes, of pages and of the API, where it was asked for something else (RFC
 * 9110 section 15.5.6) or for just that (OPTIONS). The framework says nothing, or what all
 * addresses of a class take together.
 */
class AllowedMethods {

  /** Before anybody puts a refusal into words. */
  private static final int FIRST = Priorities.USER + 1_000;

  private static final int REFUSED = Status.METHOD_NOT_ALLOWED.getStatusCode();

  @ServerResponseFilter(priority = FIRST)
  void say(ContainerRequestContext request, ContainerResponseContext response) {
    int status = response.getStatus();
    boolean missed = status == 404 && !response.hasEntity();
    boolean asked = status == 200 && request.getMethod().equals(HttpMethod.OPTIONS);
    ResteasyReactiveRequestContext context = CurrentRequestManager.get();
    if (context == null || !(missed || asked || status == REFUSED)) {
      return;
    }
    Set<String> methods = methods(context);
    if (methods.isEmpty() || (missed && methods.contains(request.getMethod()))) {
      return;
    }
    if (missed) {
      // Where classes share the beginning of their addresses, the framework looks on in the next.
      response.setStatus(REFUSED);
    }
    response.getHeaders().putSingle(HttpHeaders.ALLOW, String.join(", ", methods));
  }

  private static Set<String> methods(ResteasyReactiveRequestContext context) {
    Set<String> methods = new TreeSet<>();
    for (RequestPath<InitialMatch> one : context.getDeployment().getClassMappers()) {
      RequestMatch<InitialMatch> found = match(one, context.getPathWithoutPrefix());
      if (found != null) {
        String remaining = found.remaining.isEmpty() ? "/" : found.remaining;
        for (ServerRestHandler handler : found.value.handlers) {
          if (handler instanceof ClassRoutingHandler routes) {
            add(routes.getMappers(), remaining, methods);
          }
        }
      }
    }
    if (methods.contains(HttpMethod.GET)) {
      methods.add(HttpMethod.HEAD);
    }
    if (!methods.isEmpty()) {
      methods.add(HttpMethod.OPTIONS);
    }
    return methods;
  }

  private static @Nullable RequestMatch<InitialMatch> match(
      RequestPath<InitialMatch> one, String path) {
    return new RequestMapper<>(new ArrayList<>(List.of(one))).map(path);
  }

  private static void add(
      Map<String, RequestMapper<RuntimeResource>> routes, String path, Set<String> methods) {
    routes.forEach(
        (method, mapper) -> {
          if (method != null && mapper.map(path) != null) {
            methods.add(method);
          }
        });
  }
}
