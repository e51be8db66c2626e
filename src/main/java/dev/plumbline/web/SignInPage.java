package dev.plumbline.web;

import dev.plumbline.people.ProviderSignIns;
import dev.plumbline.people.SessionCookie;
import dev.plumbline.people.SignIns;
import dev.plumbline.people.SignIns.Outcome;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.people.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The way in, and out. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class SignInPage {

  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(View view);
  }

  /**
   * The form.
   *
   * @param to where to go from here
   * @param problem why it is shown again
   * @param provider who else lets people in, null if nobody
   */
  public record View(String to, String login, @Nullable String problem, @Nullable String provider) {

    /** Where the provider is asked. */
    public String providerHref() {
      return "/sign-in/provider?to=" + Links.value(to);
    }
  }

  private final SignIns signIns;
  private final Viewers viewers;
  private final ProviderSignIns provider;

  SignInPage(SignIns signIns, Viewers viewers, ProviderSignIns provider) {
    this.signIns = signIns;
    this.viewers = viewers;
    this.provider = provider;
  }

  @GET
  @Path("sign-in")
  @PermitAll
  public TemplateInstance show(
      @QueryParam("to") @Nullable String to, @QueryParam("error") @Nullable String error) {
    return Templates.show(
        view(to, "", error == null ? null : "The provider did not let you in. Try it again."));
  }

  private View view(@Nullable String to, String login, @Nullable String problem) {
    return new View(inside(to), login, problem, provider.name().orElse(null));
  }

  @POST
  @Path("sign-in")
  @PermitAll
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response signIn(
      @RestForm("login") @Nullable String login,
      @RestForm("password") @Nullable String password,
      @RestForm("code") @Nullable String code,
      @RestForm("to") @Nullable String to,
      @HeaderParam(HttpHeaders.USER_AGENT) @Nullable String agent,
      HttpServerRequest request) {
    String name = FormText.orEmpty(login);
    Outcome outcome =
        signIns.tryIt(
            name,
            FormText.orEmpty(password),
            FormText.orEmpty(code),
            address(request),
            FormText.orEmpty(agent));
    if (outcome instanceof Outcome.Welcome welcome) {
      return Response.seeOther(URI.create(inside(to)))
          .cookie(cookie(request, welcome.sessionKey()))
          .build();
    }
    if (outcome instanceof Outcome.TooMany many) {
      long seconds = many.toWait().toSeconds() + 1;
      return page(
              TOO_MANY,
              view(
                  to,
                  name,
                  "Too many tries; try again in %s."
                      .formatted(Format.count(seconds, "second", "seconds"))))
          .header(HttpHeaders.RETRY_AFTER, seconds)
          .build();
    }
    return page(
            UNAUTHORIZED,
            view(
                to,
                name,
                outcome instanceof Outcome.CodeWanted
                    ? "Give the code of your authenticator app, too."
                    : "That is not right. Check the name, the password and the code."))
        .build();
  }

  @POST
  @Path("sign-out")
  @RolesAllowed(Right.Name.READ)
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response signOut(
      @RestForm("everywhere") @Nullable String everywhere, HttpServerRequest request) {
    var viewer = viewers.now();
    viewers.sessionKey().ifPresent(key -> signIns.end(viewer.who(), key));
    Long person = viewer.personId();
    if (everywhere != null && person != null) {
      signIns.endAll(viewer.who(), person);
    }
    return Response.seeOther(URI.create("/sign-in")).cookie(noCookie(request)).build();
  }

  static Response.ResponseBuilder page(int status, View view) {
    return Response.status(status)
        .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
        .entity(Templates.show(view).render());
  }

  static NewCookie cookie(HttpServerRequest request, String key) {
    return cookie(request).value(key).build();
  }

  static NewCookie noCookie(HttpServerRequest request) {
    return cookie(request).value("").maxAge(0).build();
  }

  private static NewCookie.Builder cookie(HttpServerRequest request) {
    boolean tls = "https".equals(request.scheme());
    return new NewCookie.Builder(SessionCookie.name(tls))
        .path("/")
        .httpOnly(true)
        .secure(tls)
        .sameSite(NewCookie.SameSite.LAX);
  }

  static String address(HttpServerRequest request) {
    return Optional.ofNullable(request.remoteAddress())
        .map(one -> one.hostAddress())
        .orElse("unknown");
  }

  /** An address of ours; nobody is led elsewhere after they gave their password. */
  static String inside(@Nullable String to) {
    return to != null && to.matches("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]*") && isUri(to) ? to : "/";
  }

  private static boolean isUri(String text) {
    try {
      return URI.create(text).getHost() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
