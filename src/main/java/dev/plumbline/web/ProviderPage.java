package dev.plumbline.web;

import dev.plumbline.people.ProviderSettings;
import dev.plumbline.people.ProviderSignIns;
import dev.plumbline.people.ProviderSignIns.Proven;
import dev.plumbline.people.SignIns;
import dev.plumbline.store.people.Person;
import io.quarkus.oidc.OidcSession;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.json.JsonString;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Where people come back to from the OpenID provider. The extension for it asks the provider and
 * checks what it says, at this path and no other; from here on they have a session as everybody.
 */
@Path("/sign-in/provider")
@Produces(MediaType.TEXT_HTML)
public class ProviderPage {

  private static final int FORBIDDEN = 403;

  private final ProviderSignIns provider;
  private final ProviderSettings settings;
  private final SignIns signIns;
  private final OidcSession session;

  ProviderPage(
      ProviderSignIns provider, ProviderSettings settings, SignIns signIns, OidcSession session) {
    this.provider = provider;
    this.settings = settings;
    this.signIns = signIns;
    this.session = session;
  }

  /** Whoever the provider proved, whatever they may do here. */
  @GET
  @RolesAllowed("**")
  public Response signIn(
      @QueryParam("to") @Nullable String to,
      @HeaderParam(HttpHeaders.USER_AGENT) @Nullable String agent,
      HttpServerRequest request) {
    JsonWebToken token = session.getIdToken();
    // The provider's word is needed this once; the session by it ends with this answer.
    session.logout().await().indefinitely();
    String address = SignInPage.address(request);
    Person person;
    try {
      person = provider.person(proven(token, address), address);
    } catch (IllegalArgumentException e) {
      return SignInPage.page(
              FORBIDDEN,
              new SignInPage.View(
                  SignInPage.inside(to), "", e.getMessage(), provider.name().orElse(null)))
          .build();
    }
    String key = signIns.begin(person, "provider", address, FormText.orEmpty(agent));
    return Response.seeOther(URI.create(SignInPage.inside(to)))
        .cookie(SignInPage.cookie(request, key))
        .build();
  }

  private Proven proven(JsonWebToken token, String address) {
    String login = text(token, settings.loginClaim());
    if (login == null || login.isBlank()) {
      provider.refuse(String.valueOf(token.getSubject()), address);
      throw new IllegalArgumentException(
          "The provider did not say what you sign in as (its claim \"%s\")."
              .formatted(settings.loginClaim()));
    }
    if (settings.loginClaim().equals("email")
        && "false".equals(String.valueOf(token.<Object>getClaim("email_verified")))) {
      provider.refuse(login, address);
      throw new IllegalArgumentException("The provider did not prove that your address is yours.");
    }
    return new Proven(
        token.getIssuer(),
        token.getSubject(),
        login,
        text(token, "name"),
        texts(token.getClaim(settings.groupsClaim())));
  }

  private static @Nullable String text(JsonWebToken token, String claim) {
    Object value = token.getClaim(claim);
    return value == null
        ? null
        : value instanceof JsonString json ? json.getString() : value.toString();
  }

  /** A list, or words between blanks. */
  private static Set<String> texts(@Nullable Object claim) {
    Set<String> texts = new HashSet<>();
    if (claim instanceof Collection<?> many) {
      many.forEach(
          one ->
              texts.add(one instanceof JsonString json ? json.getString() : String.valueOf(one)));
    } else if (claim != null) {
      texts.addAll(
          Arrays.asList(
              (claim instanceof JsonString json ? json.getString() : claim.toString())
                  .split("[ ,]+", -1)));
    }
    return texts;
  }
}
