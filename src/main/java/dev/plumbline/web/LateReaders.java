package dev.plumbline.web;

import dev.plumbline.store.LateReads;
import dev.plumbline.store.server.ReadReplica;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.lang.reflect.Method;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Lets pages be read from a standby, where there is one; whoever has just changed something sees it
 * at once, since their browser keeps a mark for as long as a standby may be behind.
 */
class LateReaders {

  private static final String MARK = "plumbline-wrote";
  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final LateReads late;
  private final ReadReplica replica;

  LateReaders(LateReads late, ReadReplica replica) {
    this.late = late;
    this.replica = replica;
  }

  @ServerRequestFilter
  void choose(ContainerRequestContext request, ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    boolean page =
        method != null
            && method
                .getDeclaringClass()
                .getPackageName()
                .equals(LateReaders.class.getPackageName());
    if (page
        && replica.exists()
        && READS.contains(request.getMethod())
        && !request.getCookies().containsKey(MARK)) {
      late.allow();
    }
  }

  @ServerResponseFilter
  void mark(ContainerRequestContext request, ContainerResponseContext response) {
    if (replica.exists() && !READS.contains(request.getMethod()) && response.getStatus() < 400) {
      response
          .getHeaders()
          .add(
              HttpHeaders.SET_COOKIE,
              new NewCookie.Builder(MARK)
                  .value("1")
                  .path("/")
                  .maxAge((int) replica.mostBehind().toSeconds() + 10)
                  .httpOnly(true)
                  .secure(request.getUriInfo().getBaseUri().getScheme().equals("https"))
                  .sameSite(NewCookie.SameSite.LAX)
                  .build());
    }
  }
}
