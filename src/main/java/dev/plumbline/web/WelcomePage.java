package dev.plumbline.web;

import dev.plumbline.people.Accounts;
import dev.plumbline.people.SignIns;
import dev.plumbline.store.people.Person;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Where a link that works once leads: somebody sets a password of their own. */
@Path("/welcome/{key: [A-Za-z0-9_-]{1,100}}")
@Produces(MediaType.TEXT_HTML)
@PermitAll
public class WelcomePage {

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(View view);
  }

  /**
   * The form.
   *
   * @param login who sets a password; null if the first administrator is made
   */
  public record View(String action, @Nullable String login) {}

  private final Accounts accounts;
  private final SignIns signIns;

  WelcomePage(Accounts accounts, SignIns signIns) {
    this.accounts = accounts;
    this.signIns = signIns;
  }

  @GET
  public Response show(@PathParam("key") String key) {
    Optional<Person> person =
        accounts.ofLink(key).orElseThrow(() -> new NotFoundException(Accounts.LINK_IS_DEAD));
    return KeyAnswer.of(
        Templates.show(new View("/welcome/" + key, person.map(Person::login).orElse(null))));
  }

  @POST
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response use(
      @PathParam("key") String key,
      @RestForm("login") @Nullable String login,
      @RestForm("password") @Nullable String password,
      @HeaderParam(HttpHeaders.USER_AGENT) @Nullable String agent,
      HttpServerRequest request) {
    boolean first =
        accounts
            .ofLink(key)
            .orElseThrow(() -> new NotFoundException(Accounts.LINK_IS_DEAD))
            .isEmpty();
    String address = SignInPage.address(request);
    Person person =
        FormText.made(
            () ->
                accounts.useLink(
                    key, FormText.orEmpty(login), FormText.orEmpty(password), address));
    // Who has a second factor is asked for it as always.
    if (person.secondFactor()) {
      return Response.seeOther(URI.create("/sign-in")).build();
    }
    String session = signIns.begin(person, "link", address, FormText.orEmpty(agent));
    return Response.seeOther(URI.create(first ? "/start" : "/"))
        .cookie(SignInPage.cookie(request, session))
        .build();
  }
}
