package dev.plumbline.api;

import dev.plumbline.store.people.Right;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Says in one sentence why a request to the API got no answer, whoever refused it. */
class ApiProblems {

  @ServerExceptionMapper
  Response refused(Refusal refusal) {
    return refusal.problem().response();
  }

  @ServerResponseFilter
  void explain(
      ContainerRequestContext request,
      ContainerResponseContext response,
      @Nullable ResourceInfo asked) {
    int status = response.getStatus();
    String path = request.getUriInfo().getPath();
    if (status < 400 || response.hasEntity() || !path.replaceFirst("^/", "").startsWith("api/")) {
      return;
    }
    response.setEntity(
        status == 403
            ? Refusal.right(right(asked)).problem()
            : problem(status, request.getMethod()),
        new java.lang.annotation.Annotation[0],
        MediaType.valueOf(Problem.MEDIA_TYPE));
  }

  /** What it takes to have a request answered. */
  private static String right(@Nullable ResourceInfo asked) {
    Optional<ResourceInfo> found = Optional.ofNullable(asked);
    return found
        .map(ResourceInfo::getResourceMethod)
        .map(method -> method.getAnnotation(RolesAllowed.class))
        .or(
            () ->
                found
                    .map(ResourceInfo::getResourceClass)
                    .map(type -> type.getAnnotation(RolesAllowed.class)))
        .map(wanted -> String.join(" or ", wanted.value()))
        .orElse(Right.Name.READ);
  }

  private static Problem problem(int status, String method) {
    return switch (status) {
      case 400 ->
          new Problem(
              "Not understood",
              status,
              "The request cannot be understood: a header or the form is not put together as such.",
              null);
      case 401 -> new Problem("Who are you?", status, "This needs a token of yours.", null);
      case 404 -> new Problem("Not found", status, "There is nothing at this address.", null);
      case 405 ->
          new Problem(
              "That cannot be done here", status, "This address takes no " + method + ".", null);
      case 406 ->
          new Problem(
              "Not to be had",
              status,
              "This address does not answer in what Accept asks for; JSON (application/json) is to"
                  + " be had everywhere.",
              null);
      case 412 ->
          new Problem(
              "Not as it was",
              status,
              "What is here now is not what the request makes a condition (If-Match).",
              null);
      case 415 ->
          new Problem(
              "Not understood",
              status,
              "This address takes no body of that type; JSON is application/json.",
              null);
      case 503 ->
          new Problem(
              "Not available right now",
              status,
              "The database cannot be reached; try again in a minute.",
              null);
      default ->
          status < 500
              ? new Problem("Refused", status, "The server cannot answer this request.", null)
              : new Problem(
                  "Something went wrong",
                  status,
                  "The server failed to answer; its log says why. Nothing was lost.",
                  null);
    };
  }
}
