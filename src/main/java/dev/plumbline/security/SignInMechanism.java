package dev.plumbline.security;

import dev.plumbline.people.SessionCookie;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who asks: programs by a token in {@code Authorization}, and nowhere else; people by the
 * cookie of their session. Who is not known is sent to sign in.
 */
@ApplicationScoped
class SignInMechanism implements HttpAuthenticationMechanism {

  private static final String BEARER = "bearer ";

  private static final int SEE_OTHER = 303;
  private static final int UNAUTHORIZED = 401;

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    HttpServerRequest request = context.request();
    return identities
        .authenticate(
            new Asked(bearer(request), session(request), address(request), request.path()))
        .invoke(identity -> context.put(Viewers.PRIVATE, isPrivate(identity)));
  }

  private static boolean isPrivate(SecurityIdentity identity) {
    return identity.getAttribute(Viewers.VIEWER) instanceof Viewer viewer && viewer.isSignedIn();
  }

  private static @Nullable String bearer(HttpServerRequest request) {
    String given = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (given == null || !isForPrograms(request)) {
      return null;
    }
    return given.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? given.substring(BEARER.length()).strip()
        : "";
  }

  /** What a browser sends by itself changes nothing at an address for programs. */
  private static @Nullable String session(HttpServerRequest request) {
    if (isForPrograms(request) && !SafeMethods.has(request)) {
      return null;
    }
    Cookie cookie = request.getCookie(SessionCookie.name(Refusals.isTls(request)));
    return cookie == null ? null : cookie.getValue();
  }

  private static String address(HttpServerRequest request) {
    return request.remoteAddress() == null ? "unknown" : request.remoteAddress().hostAddress();
  }

  private static boolean isForPrograms(HttpServerRequest request) {
    String path = request.path();
    return path.startsWith("/api/") || path.startsWith("/q/");
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (isForPrograms(request) || request.getHeader("HX-Request") != null) {
      return Uni.createFrom()
          .item(new ChallengeData(UNAUTHORIZED, "WWW-Authenticate", "Bearer realm=\"Plumbline\""));
    }
    String to = SafeMethods.has(request) ? request.uri() : "/";
    return Uni.createFrom()
        .item(
            new ChallengeData(
                SEE_OTHER,
                HttpHeaders.LOCATION,
                "/sign-in?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8)));
  }

  /** Before that of the OpenID provider, which is asked at its own path alone. */
  @Override
  public int getPriority() {
    return DEFAULT_PRIORITY * 2;
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(Asked.class);
  }
}
